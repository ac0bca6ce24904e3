package dev.sluice.optimizer.compress;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JacksonException;
import dev.sluice.contracts.optimize.CompressReply;
import dev.sluice.contracts.optimize.OptimizeRequest.Level;
import dev.sluice.optimizer.text.Tokens;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers get shorter, and lose no fact. */
class CompressionTest {

    private static final String CHATTY = "Sure! It is important to note that Bern is the capital of Switzerland. "
            + "For example, 12 offices are there. I hope this helps! Let me know if you have any questions.";

    private final Compression compression = new Compression(new Tokens());

    @Test
    void lightCutsOpeningsAndClosings() {
        assertThat(compress(CHATTY, Level.LIGHT).text())
                .isEqualTo("It is important to note that Bern is the capital of Switzerland."
                        + " For example, 12 offices are there.");
    }

    @Test
    void mediumCutsStockPhrasesToo() {
        assertThat(compress(CHATTY, Level.MEDIUM).text())
                .isEqualTo("Bern is the capital of Switzerland. For example, 12 offices are there.");
    }

    @Test
    void aggressiveCutsWhatOnlyStresses() {
        CompressReply reply = compress("The bell is really very old.", Level.AGGRESSIVE);

        assertThat(reply.text()).isEqualTo("The bell is old.");
        assertThat(reply.tokensAfter()).isLessThan(reply.tokensBefore());
        assertThat(reply.reversible()).isFalse();
        assertThat(compress("The bell is really very old.", Level.MEDIUM).changed())
                .isFalse();
    }

    @ParameterizedTest
    @EnumSource(Level.class)
    void aSecondRunChangesNothing(Level level) {
        String once = compress(CHATTY, level).text();

        assertThat(compress(once, level).text()).isEqualTo(once);
    }

    @Test
    void whatWouldLoseANameIsRefused() {
        CompressReply reply = compress("It rains. I hope this helps you Anna!", Level.AGGRESSIVE);

        assertThat(reply.text()).contains("Anna");
    }

    @Test
    void eachKindOfLossIsFound() {
        assertThat(Facts.lost("It has 3 legs.", "It has legs.")).contains("numbers");
        assertThat(Facts.lost("Run `a b`.", "Run `a`.")).contains("code");
        assertThat(Facts.lost("- one\n- two", "- one two")).contains("list-items");
        assertThat(Facts.lost("The capital is Bern.", "The capital.")).contains("names");
        assertThat(Facts.lost("Well, it is so.", "It is so.")).isEmpty();
    }

    @Test
    void jsonIsPackedWithADictionaryThatGivesItBack() throws JacksonException {
        String json = """
                [{"customerIdentifier": 1, "shippingAddressLine": "a"},
                 {"customerIdentifier": 2, "shippingAddressLine": "b"},
                 {"customerIdentifier": 3, "shippingAddressLine": "c"},
                 {"customerIdentifier": 4, "shippingAddressLine": "d"},
                 {"customerIdentifier": 5, "shippingAddressLine": "e"},
                 {"customerIdentifier": 6, "shippingAddressLine": "f"}]""";

        CompressReply reply = compress(json, Level.MEDIUM);

        Map<String, String> dictionary = Objects.requireNonNull(reply.dictionary());
        assertThat(dictionary).containsValues("customerIdentifier", "shippingAddressLine");
        assertThat(reply.tokensAfter()).isLessThan(reply.tokensBefore());
        assertThat(reply.reversible()).isTrue();
        assertThat(Keys.unpack(reply.text(), dictionary)).isEqualTo(json.replaceAll("\\s", ""));
    }

    @Test
    void lightPacksJsonWithoutADictionary() {
        CompressReply reply = compress("{\n    \"a\": [ 1,\n      2 ]\n}", Level.LIGHT);

        assertThat(reply.text()).isEqualTo("{\"a\":[1,2]}");
        assertThat(reply.dictionary()).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"{\"a\": 1.0e5,   \"b\": 2}", "{\"a\": 1, \"a\": 2}", "{\"a\": 1} and more", "{broken", "[1, 2"})
    void whatIsNoJsonOrWouldComeBackOtherwiseIsLeftAlone(String text) {
        assertThat(compress(text, Level.AGGRESSIVE).text()).isEqualTo(text);
    }

    @Test
    void jsonThatIsNestedTooDeepIsLeftAlone() {
        String deep = "[".repeat(5_000) + "]".repeat(5_000);

        assertThat(compress(deep, Level.MEDIUM).text()).isEqualTo(deep);
    }

    @Test
    void codeIsNotTouched() {
        String text = "Sure! Run this:\n\n```\nfor example,  x  = 1\n```";

        assertThat(compress(text, Level.AGGRESSIVE).text()).endsWith("```\nfor example,  x  = 1\n```");
    }

    private CompressReply compress(String text, Level level) {
        return compression.compress(text, level, () -> false);
    }
}
