package dev.sluice.worker;

import static dev.sluice.worker.Http.as;
import static dev.sluice.worker.Http.local;
import static dev.sluice.worker.Http.task;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Kafka has never been there. */
@QuarkusTest
@TestProfile(WithoutKafkaTest.Profile.class)
class WithoutKafkaTest {

    public static class Profile implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "sluice.kafka.bootstrap", "127.0.0.1:1",
                    "sluice.worker.tasks.accept-within", "1s");
        }

        @Override
        public boolean disableGlobalTestResources() {
            return true;
        }
    }

    @Test
    void a_task_is_not_accepted_in_silence() {
        Response refused = as("acme")
                .body(task("keywords", "high", Map.of("text", "Some text.")))
                .post("/background/task");

        assertThat(refused.statusCode()).isEqualTo(503);
        assertThat(refused.header("Retry-After")).isNotNull();
        assertThat(refused.<String>path("code")).isEqualTo("kafka_away");
        as("acme")
                .header("Idempotency-Key", "k")
                .body(task("keywords", "high", Map.of("text", "Some text.")))
                .post("/background/task")
                .then()
                .statusCode(503);
    }

    @Test
    void a_document_is_not_accepted_in_silence() {
        as("acme")
                .body(Map.of("text", "Some text."))
                .post("/knowledge/documents")
                .then()
                .statusCode(503);
    }

    @Test
    void an_unknown_task_is_not_called_missing_while_nobody_can_know() {
        as("acme")
                .get("/background/task/01990000-0000-7000-8000-000000000001")
                .then()
                .statusCode(503)
                .body("code", equalTo("tasks_rebuilding"));
        as("acme").get("/knowledge/documents/d1").then().statusCode(503);
    }

    @Test
    void the_built_in_model_answers_and_the_service_is_ready_and_says_what_is_away() {
        as("acme")
                .body(local("Trams cost two euros. Cats sleep a lot. What do trams cost?"))
                .post("/v1/chat/completions")
                .then()
                .statusCode(200)
                .body("choices[0].message.content", equalTo("Trams cost two euros."));
        as("acme").get("/health/ready").then().statusCode(200);
        as("acme")
                .get("/internal/status")
                .then()
                .body("state", equalTo("DEGRADED"))
                .body("details.kafka", equalTo("down"));
    }
}
