package dev.sluice.analytics.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class PaceTest {

    private Instant now = Instant.parse("2026-11-20T12:00:00Z");
    private final Pace pace = new Pace(() -> now, 10, 20);

    @Test
    void aBurstIsTakenAndOneMoreIsTooMany() {
        assertThat(pace.take("acme", 19)).isZero();
        assertThat(pace.take("acme", 1)).isZero();
        assertThat(pace.take("acme", 1)).isEqualTo(Duration.ofMillis(100));
    }

    @Test
    void whatIsRefusedCostsNothingAndTimeGivesRoom() {
        pace.take("acme", 20);
        pace.take("acme", 20);

        now = now.plusMillis(500);

        assertThat(pace.take("acme", 6)).isEqualTo(Duration.ofMillis(100));
        assertThat(pace.take("acme", 5)).isZero();
    }

    @Test
    void oneTenantDoesNotTakeAnothersRoom() {
        pace.take("acme", 20);

        assertThat(pace.take("other", 20)).isZero();
    }
}
