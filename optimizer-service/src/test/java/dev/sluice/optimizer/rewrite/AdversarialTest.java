package dev.sluice.optimizer.rewrite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.sluice.contracts.chat.ChatMessage;
import dev.sluice.contracts.optimize.OptimizeRequest.Level;
import dev.sluice.optimizer.shorten.Rates;
import dev.sluice.optimizer.shorten.Shortening;
import dev.sluice.optimizer.shorten.Wish;
import dev.sluice.optimizer.text.Tokens;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Texts made to be slow: what takes long for its size would hang here. */
class AdversarialTest {

    private static final int SIZE = 300_000;
    private static final Shortening SHORTENING = new Shortening(new Tokens(), new Rates(0.6, 0.35, 150));

    @Test
    void noRuleRepeatsWithoutABound() {
        for (Rule rule : Stream.concat(Rules.all().stream(), Rules.ofResponses().stream())
                .toList()) {
            assertThat(rule.pattern().pattern())
                    .as(rule.name())
                    .doesNotContain("*)")
                    .doesNotContain("+)");
        }
    }

    static Stream<String> traps() {
        Stream<String> beginnings = Rules.all().stream()
                .flatMap(rule -> rule.firstWords().stream())
                .distinct()
                .map(word -> word + " ");
        String all = String.join("", beginnings.toList());
        return Stream.of(
                        all,
                        "I would like you to ",
                        "could you please possibly kindly help me ",
                        "a a a a ",
                        "please, please ",
                        "\t \t ",
                        "```",
                        "`",
                        "``` ~~~ ",
                        "{",
                        "[{\"a\":",
                        "\"",
                        "'",
                        "“",
                        "<",
                        "<code>",
                        "</",
                        "${",
                        "{{",
                        "**a:** ",
                        "• ",
                        "* *",
                        "\n\n",
                        "- \n",
                        "1. ",
                        "a\r\n",
                        "Translate ",
                        "https://",
                        "9,9.9:",
                        "\ud83d",
                        "你好。",
                        "مرحبا بالعالم، من فضلك ",
                        "Это важно, please. 日本語も。")
                .map(piece -> piece.repeat(SIZE / piece.length()));
    }

    @ParameterizedTest
    @MethodSource("traps")
    void aTextMadeToBeSlowIsDone(String text) {
        for (Level level : List.of(Level.LIGHT, Level.MEDIUM)) {
            var shortened = assertTimeoutPreemptively(
                    Duration.ofMinutes(2),
                    () -> SHORTENING.shorten(
                            List.of(new ChatMessage("user", text)), new Wish(level, null, null), () -> false));

            assertThat(shortened.tokensAfter()).isLessThanOrEqualTo(shortened.tokensBefore());
        }
    }
}
