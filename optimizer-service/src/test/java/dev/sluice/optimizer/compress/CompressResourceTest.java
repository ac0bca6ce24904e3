package dev.sluice.optimizer.compress;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import dev.sluice.optimizer.prompt.WithoutKafkaResourceTest;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.ValidatableResponse;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
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

    private static ValidatableResponse ask(String path, Map<String, Object> body) {
        return given().contentType("application/json")
                .header("x-sluice-internal", "test-internal-secret")
                .header("x-sluice-tenant", "acme")
                .body(body)
                .post(path)
                .then();
    }
}
