package dev.sluice.worker;

import static dev.sluice.worker.Http.as;
import static dev.sluice.worker.Http.task;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.testkit.KafkaTestResource;
import dev.sluice.testkit.PackagedTestResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusIntegrationTest;
import io.restassured.response.Response;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The service as it is packaged, with a real broker: on a JVM, and with {@code -Pnative} as a native executable. */
@QuarkusIntegrationTest
@QuarkusTestResource(value = KafkaTestResource.class, restrictToAnnotatedClass = true)
@QuarkusTestResource(value = PackagedTestResource.class, restrictToAnnotatedClass = true)
class WorkerServiceIT {

    @Test
    void aTaskIsTakenDoneAndTold() {
        String id = as("packaged")
                .body(task("keywords", "high", Map.of("text", Material.TRAM)))
                .post("/background/task")
                .then()
                .statusCode(202)
                .extract()
                .path("id");

        Response done = await().atMost(Duration.ofSeconds(60))
                .until(
                        () -> as("packaged").get("/background/task/" + id),
                        answer -> "succeeded".equals(answer.path("state")));

        assertThat(done.asString()).contains("tram");
    }

    @Test
    void aDocumentIsIndexedAndAClaimIsCheckedAgainstIt() {
        as("reader")
                .body(Map.of("id", "tram", "title", "Tram", "text", Material.TRAM))
                .post("/knowledge/documents")
                .then()
                .statusCode(201);

        await().atMost(Duration.ofSeconds(60))
                .until(
                        () -> as("reader")
                                .body(Map.of("text", "The tram line opens in May 2027."))
                                .post("/api/ai/fact-check"),
                        answer -> "supported".equals(answer.path("result.claims[0].verdict")));
    }

    @Test
    void healthMetricsAndTheDescriptionOfItsApiAreThere() {
        for (String path : new String[] {"/health/live", "/health/ready", "/metrics", "/q/openapi"}) {
            given().get(path).then().statusCode(200);
        }
    }
}
