package dev.sluice.worker.batches;

import static dev.sluice.worker.batches.OpenAi.chat;
import static dev.sluice.worker.batches.OpenAi.customIds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.testkit.KafkaTestResource;
import dev.sluice.testkit.Script;
import dev.sluice.testkit.ScriptedUpstream;
import dev.sluice.testkit.UpstreamTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Alternative;
import jakarta.enterprise.inject.Produces;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A completion window that passes, by a clock that is put forward. */
@QuarkusTest
@TestProfile(BatchExpiryTest.Profile.class)
class BatchExpiryTest {

    public static class Profile implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "sluice.worker.batches.slice", "4",
                    "sluice.worker.batches.at-once", "20",
                    "sluice.worker.batches.grace", "1s");
        }

        @Override
        public Set<Class<?>> getEnabledAlternatives() {
            return Set.of(Clocks.class);
        }

        @Override
        public List<TestResourceEntry> testResources() {
            return List.of(
                    new TestResourceEntry(KafkaTestResource.class),
                    new TestResourceEntry(UpstreamTestResource.class, Map.of("sluice.peers.gateway", "{url}")));
        }

        @Override
        public boolean disableGlobalTestResources() {
            return true;
        }
    }

    /** The machine's clock, put forward. */
    static final class Forward extends Clock {

        private volatile Duration by = Duration.ZERO;

        void put(Duration more) {
            by = by.plus(more);
        }

        @Override
        public Instant instant() {
            return Clock.systemUTC().instant().plus(by);
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }

    private static final Forward CLOCK = new Forward();

    @Alternative
    @Priority(1)
    @ApplicationScoped
    public static class Clocks {
        @Produces
        @ApplicationScoped
        Clock clock() {
            return CLOCK;
        }
    }

    ScriptedUpstream gateway;

    @Test
    void what_is_done_when_the_window_passes_is_kept_and_the_rest_is_named() {
        var acme = new OpenAi("expiring");
        gateway.onModel("never", Script.neverAnswer());
        String file =
                acme.uploaded(OpenAi.lines(20, i -> chat("r" + i, i < 8 ? "gpt-test" : "never", "question " + i)));
        String id = acme.created(file, "24h");
        await().atMost(Duration.ofSeconds(40))
                .untilAsserted(() -> assertThat(acme.batch(id).<Integer>path("request_counts.completed"))
                        .isEqualTo(8));

        CLOCK.put(Duration.ofHours(24).minusMinutes(10));
        assertThat(acme.batch(id).<String>path("status")).isEqualTo("in_progress");
        CLOCK.put(Duration.ofMinutes(11));

        Response expired = acme.awaitStatus(id, "expired");
        expired.then()
                .body("request_counts.total", equalTo(20))
                .body("request_counts.completed", equalTo(8))
                .body("request_counts.failed", equalTo(0));
        assertThat(expired.<Integer>path("expired_at")).isNotNull();
        List<JsonNode> done = acme.lines(expired.path("output_file_id"));
        List<JsonNode> rest = acme.lines(expired.path("error_file_id"));
        assertThat(customIds(done)).hasSize(8).doesNotHaveDuplicates();
        assertThat(rest)
                .hasSize(12)
                .allSatisfy(line -> assertThat(line.at("/error/code").asText()).isEqualTo("batch_expired"));
        assertThat(customIds(rest)).doesNotHaveDuplicates().doesNotContainAnyElementsOf(customIds(done));

        CLOCK.put(Duration.ofDays(30));
        acme.http().get("/v1/files/" + expired.path("output_file_id")).then().statusCode(404);
    }
}
