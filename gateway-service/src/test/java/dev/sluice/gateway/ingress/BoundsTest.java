package dev.sluice.gateway.ingress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.gateway.errors.ApiError;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each bound at, below and above; the refusal says the field, the bound, and what to do. */
class BoundsTest {

    private static final Bounds BOUNDS = new Bounds(5, 3, 2, 4_096);

    @ParameterizedTest
    @CsvSource({"1, true", "2, true", "3, false"})
    void answers(int n, boolean fits) {
        check(chat("\"n\":" + n), fits, "n", "2");
        checkPlain("\"n\":" + n, fits, "n", "2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"max_tokens", "max_completion_tokens"})
    void tokensOfAChat(String field) {
        check(chat("\"" + field + "\":4095"), true, field, "4096");
        check(chat("\"" + field + "\":4096"), true, field, "4096");
        check(chat("\"" + field + "\":4097"), false, field, "4096");
        check(chat("\"" + field + "\":null"), true, field, "4096");
    }

    @ParameterizedTest
    @ValueSource(strings = {"max_tokens", "max_completion_tokens", "max_output_tokens"})
    void tokensOfOtherCalls(String field) {
        checkPlain("\"" + field + "\":4095", true, field, "4096");
        checkPlain("\"" + field + "\":4096", true, field, "4096");
        checkPlain("\"" + field + "\":4097", false, field, "4096");
        checkPlain("\"" + field + "\":4.097e3", false, field, "4096");
        checkPlain("\"" + field + "\":99999999999999999999", false, field, "4096");
        checkPlain("\"" + field + "\":\"many\"", true, field, "4096");
    }

    @ParameterizedTest
    @CsvSource({"2, true", "3, true", "4, false"})
    void messages(int count, boolean fits) {
        String list = "[{\"role\":\"user\"}" + ",{\"role\":\"user\"}".repeat(count - 1) + "]";

        check("{\"model\":\"m\",\"messages\":" + list + "}", fits, "messages", "3");
        checkPlain("\"messages\":" + list, fits, "messages", "3");
        checkPlain("\"input\":" + list, fits, "input", "3");
    }

    @Test
    void textsAndTokensToEmbedAreNoMessages() {
        checkPlain("\"input\":[\"a\",\"b\",\"c\",\"d\"]", true, "input", "3");
        checkPlain("\"input\":[[1,2],[3],[4],[5]]", true, "input", "3");
    }

    @ParameterizedTest
    @CsvSource({"3, true", "4, true", "5, false"})
    void nesting(int belowTheObject, boolean fits) {
        String nested = "\"metadata\":" + "[".repeat(belowTheObject) + "]".repeat(belowTheObject);

        check(chat(nested), fits, null, "5 levels");
        checkPlain(nested, fits, null, "5 levels");
    }

    @Test
    void boundsThatLetNothingThroughAreRefused() {
        assertThatThrownBy(() -> new Bounds(0, 1, 1, 1)).hasMessageContaining("sluice.gateway.json.nesting");
        assertThatThrownBy(() -> new Bounds(1_001, 1, 1, 1)).hasMessageContaining("1 to 1000");
        assertThatThrownBy(() -> new Bounds(1, 0, 1, 1)).hasMessageContaining("at least 1");
        assertThatCode(() -> new Bounds(1_000, 1, 1, 1)).doesNotThrowAnyException();
    }

    private static void check(String body, boolean fits, String field, String bound) {
        check(() -> ChatRequest.read(bytes(body), BOUNDS), fits, field, bound);
    }

    private static void checkPlain(String member, boolean fits, String field, String bound) {
        check(() -> PlainRequest.read(bytes("{\"model\":\"m\"," + member + "}"), "", BOUNDS), fits, field, bound);
    }

    private static void check(Runnable read, boolean fits, String field, String bound) {
        if (fits) {
            assertThatCode(read::run).doesNotThrowAnyException();
            return;
        }
        assertThatThrownBy(read::run).isInstanceOfSatisfying(ApiError.class, error -> {
            assertThat(error.status()).isEqualTo(400);
            assertThat(error.param()).isEqualTo(field);
            assertThat(error.getMessage()).contains(bound).containsPattern("(Ask|Send|Drop)");
        });
    }

    private static String chat(String member) {
        return "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]," + member + "}";
    }

    private static byte[] bytes(String body) {
        return body.getBytes(StandardCharsets.UTF_8);
    }
}
