package dev.sluice.optimizer;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasItem;

import dev.sluice.testkit.KafkaTestResource;
import dev.sluice.testkit.PackagedTestResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusIntegrationTest;
import io.restassured.specification.RequestSpecification;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The service as it is packaged, with a real broker: on a JVM, and with {@code -Pnative} as a native executable. */
@QuarkusIntegrationTest
@QuarkusTestResource(value = KafkaTestResource.class, restrictToAnnotatedClass = true)
@QuarkusTestResource(value = PackagedTestResource.class, restrictToAnnotatedClass = true)
class OptimizerServiceIT {

    @Test
    void aPoliteTextComesBackShorterWithItsTokensCounted() {
        ask(Map.of(
                        "text",
                        "Hello there! I would appreciate it if you could explain how a cache works, in order to help me"
                                + " understand eviction. Thank you very much in advance!"))
                .post("/optimize/prompt")
                .then()
                .statusCode(200)
                .body("text", equalTo("Explain how a cache works, to help me understand eviction."))
                .body("tokensBefore", greaterThan(20))
                .body("tokensAfter", equalTo(12))
                .body("techniques.name", hasItem("politeness"));
    }

    @Test
    void healthMetricsAndTheDescriptionOfItsApiAreThere() {
        for (String path : new String[] {"/health/live", "/health/ready", "/metrics", "/q/openapi"}) {
            given().get(path).then().statusCode(200);
        }
    }

    private static RequestSpecification ask(Map<String, Object> body) {
        return given().header("x-sluice-internal", PackagedTestResource.SECRET)
                .header("x-sluice-tenant", "packaged")
                .contentType("application/json")
                .body(body);
    }
}
