package dev.sluice.optimizer.prompt;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Kafka is not there: prompts are served all the same, and what could not be told is counted. */
@QuarkusTest
@TestProfile(WithoutKafkaResourceTest.NoKafka.class)
public class WithoutKafkaResourceTest {

    /** Nothing listens on port 1. */
    public static final class NoKafka implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "sluice.kafka.bootstrap", "127.0.0.1:1",
                    "sluice.events.buffer", "3",
                    "sluice.events.drain", "100ms",
                    "sluice.optimizer.in-flight", "10K",
                    "sluice.optimizer.max-text", "20K");
        }
    }

    @Test
    void promptsAreServedReadinessHoldsAndEventsBeyondTheBufferAreCountedAsDropped() {
        for (int i = 0; i < 10; i++) {
            ask("Please explain tide " + i + ".").then().statusCode(200);
        }

        given().get("/health/ready").then().statusCode(200);
        String metrics = given().get("/metrics").asString();
        assertThat(value(metrics, "sluice_events_dropped_total")).isPositive();
        assertThat(value(metrics, "sluice_events_sent_total")).isZero();
    }

    @Test
    void morePromptsThanMayBeInFlightAreRefusedWithTheRemedy() {
        ask("word ".repeat(3_000))
                .then()
                .statusCode(503)
                .header("Retry-After", "1")
                .contentType("application/problem+json");
        ask("word ".repeat(1_000)).then().statusCode(200);
    }

    private static io.restassured.response.Response ask(String text) {
        return given().contentType("application/json")
                .header("x-sluice-internal", "test-internal-secret")
                .header("x-sluice-tenant", "acme")
                .body(Map.of("text", text))
                .post("/optimize/prompt");
    }

    private static double value(String metrics, String name) {
        return metrics.lines()
                .filter(line -> line.startsWith(name))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }
}
