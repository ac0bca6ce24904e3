package dev.sluice.e2e.stories;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Every decision is counted once (P5) and shown to its owner only. */
class NumbersIT {

    private final Client acme = House.newTenant("counted");

    @Test
    void theOverviewAgreesWithWhatWasDone() {
        for (int i = 0; i < 5; i++) {
            acme.chat("gpt-4o-mini", "Question number " + i + " about rivers?");
        }
        acme.chat("gpt-4o-mini", "Question number 1 about rivers?");
        acme.chat("gpt-4o-mini", "Question number 2 about rivers?");
        acme.post("/background/task", "{\"type\":\"keywords\",\"input\":{\"text\":\"" + TasksIT.TEXT + "\"}}");

        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
            var overview = acme.get("/analytics/overview").json();
            assertThat(overview.path("requests").asInt()).isEqualTo(7);
            assertThat(overview.path("cacheHits").asInt()).isEqualTo(2);
            assertThat(overview.path("errors").asInt()).isZero();
            assertThat(overview.path("tasks").asInt()).isEqualTo(1);
            assertThat(overview.path("inputTokens").asLong()).isPositive();
            assertThat(overview.path("costNano").asLong()).isPositive();
            assertThat(overview.path("savedNano").asLong()).isPositive();
        });
        var stranger = House.newTenant("uncounted").get("/analytics/overview").json();
        assertThat(stranger.path("requests").asInt()).isZero();
    }

    @Test
    void systemStatusKnowsAllFiveServices() {
        var status = acme.get("/system/status");

        assertThat(status.status()).isEqualTo(200);
        assertThat(status.body())
                .contains("gateway", "cache", "optimizer", "worker", "analytics")
                .doesNotContain("sk-upstream-secret");
    }
}
