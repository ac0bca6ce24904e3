package dev.sluice.optimizer.compress;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.lessThan;
import static org.hamcrest.Matchers.nullValue;

import com.knuddels.jtokkit.Encodings;
import com.knuddels.jtokkit.api.EncodingType;
import dev.sluice.optimizer.prompt.WithoutKafkaResourceTest;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.ExtractableResponse;
import io.restassured.response.ValidatableResponse;
import java.util.Collections;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code /optimize/compress} over HTTP, under both its names. */
@QuarkusTest
@TestProfile(WithoutKafkaResourceTest.NoKafka.class)
class CompressResourceTest {

    @ParameterizedTest
    @ValueSource(strings = {"/optimize/compress", "/api/v1/optimization/compress"})
    void anAnswerComesBackShorter(String path) {
        ask(path, Map.of("text", "Sure! It rains. I hope this helps!"))
                .statusCode(200)
                .body("text", equalTo("It rains."))
                .body("changed", equalTo(true));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/optimize/compress", "/api/v1/optimization/compress"})
    void whatMakesNoSenseIsRefused(String path) {
        ask(path, Map.of("text", "")).statusCode(400).body("detail", containsString("'text'"));
        ask(path, Map.of("text", "a", "level", "extreme")).statusCode(400);
        ask(path, Map.of("text", "x".repeat(30_000))).statusCode(413).body("detail", containsString("30000"));
    }

    @ParameterizedTest
    @CsvSource({
        "openai/gpt-4o, o200k_base, true",
        "gpt-4, cl100k_base, true",
        "anthropic/claude-x, claude, false",
        "house-model, unknown, false"
    })
    void theModelThatReadsItHasItsTokensToldAndHowSureTheyAre(String model, String tokenizer, boolean exact) {
        var reply = ask("/optimize/compress", Map.of("text", "Sure! It rains. I hope this helps!", "model", model))
                .statusCode(200)
                .body("counts.tokenizer", equalTo(tokenizer))
                .body("counts.exact", equalTo(exact));
        int before = reply.extract().path("counts.before");
        reply.body("counts.after", lessThan(before));
        reply.body(
                "counts.error95", exact ? equalTo(0.0f) : model.equals("house-model") ? nullValue() : equalTo(0.132f));
    }

    @Test
    void aDictionaryCountsForEachModelAndWithoutAModelTheNewerEncodingDoes() {
        String rows = "[%s]"
                .formatted(String.join(
                        ",",
                        Collections.nCopies(
                                12, "{\"customer_identifier\": 1, \"delivery_postal_address\": \"Wharf\"}")));
        ExtractableResponse<?> newer = ask("/optimize/compress", Map.of("text", rows, "level", "medium"))
                .extract();
        ExtractableResponse<?> older = ask(
                        "/optimize/compress", Map.of("text", rows, "level", "medium", "model", "gpt-4"))
                .extract();

        assertThat(newer.<Integer>path("counts.before")).isEqualTo(newer.<Integer>path("tokensBefore"));
        assertThat(newer.<Integer>path("counts.after")).isEqualTo(newer.<Integer>path("tokensAfter"));
        assertThat(older.<String>path("text")).isEqualTo(newer.<String>path("text"));
        var counted = Encodings.newLazyEncodingRegistry().getEncoding(EncodingType.CL100K_BASE);
        assertThat(older.<Integer>path("counts.before")).isEqualTo(counted.countTokens(rows));
        assertThat(older.<Integer>path("counts.after")).isGreaterThan(counted.countTokens(older.<String>path("text")));
    }

    @Test
    void aModelWithoutANameIsRefused() {
        ask("/optimize/compress", Map.of("text", "a", "model", " "))
                .statusCode(400)
                .body("detail", containsString("'model'"));
        ask("/optimize/compress", Map.of("text", "a", "model", "m".repeat(257))).statusCode(400);
    }

    private static ValidatableResponse ask(String path, Map<String, Object> body) {
        return given().contentType("application/json")
                .header("x-sluice-internal", "test-internal-secret")
                .header("x-sluice-tenant", "acme")
                .body(body)
                .post(path)
                .then();
    }
}
