package dev.sluice.gateway.resilience;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** How many may wait at one deployment, and for how long one waits there. */
class LimitTest {

    private final FakeTime time = new FakeTime();
    private final Limit limit = new Limit(20, 1_000, Duration.ofSeconds(1), 2, time);

    @Test
    void aFirstBurstFindsRoomForAll() {
        assertThat(enter(1_000)).isEqualTo(1_000);
        assertThat(limit.enter()).isFalse();

        limit.leave();

        assertThat(limit.enter()).isTrue();
    }

    @Test
    void waitsTenTimesAsLongAsUsualCutTheLimitBelowWhatWasInUse() {
        seconds(30, 400, 5);
        assertThat(limit.limit()).isEqualTo(1_000);
        enter(200);

        seconds(2, 4_000, 20);

        assertThat(limit.limit()).isBetween(50, 100);
    }

    @Test
    void theLimitNeverFallsBelowTheLeast() {
        seconds(30, 400, 5);
        enter(200);

        seconds(10, 4_000, 20);

        assertThat(limit.limit()).isEqualTo(20);
    }

    @Test
    void theLimitGrowsBackWhenWaitsAreShortAgain() {
        seconds(30, 400, 5);
        enter(200);
        seconds(3, 4_000, 20);

        seconds(20, 400, 10);

        assertThat(limit.limit()).isEqualTo(1_000);
    }

    @Test
    void whatIsAlwaysSlowIsUsualInTheEnd() {
        seconds(30, 400, 5);
        enter(200);

        seconds(200, 4_000, 20);

        assertThat(limit.limit()).isEqualTo(1_000);
    }

    @Test
    void aFewSlowCallsAreNoSignOfAQueue() {
        seconds(30, 400, 5);

        for (int i = 0; i < 9; i++) {
            limit.took(true, Duration.ofSeconds(9).toNanos());
        }
        time.pass(Duration.ofSeconds(2));

        assertThat(limit.limit()).isEqualTo(1_000);
    }

    @Test
    void documentsThatTakeLongerThanStreamsAreNoSignOfAQueue() {
        for (int i = 0; i < 200; i++) {
            limit.took(i % 2 == 0, Duration.ofMillis(i % 2 == 0 ? 300 : 9_000).toNanos());
            time.pass(Duration.ofMillis(100));
        }

        assertThat(limit.limit()).isEqualTo(1_000);
    }

    @Test
    void waitsWithinThePatienceAreNoSignOfAQueueHoweverMuchLongerThanUsual() {
        seconds(30, 1, 5);
        enter(200);

        seconds(3, 1_000, 20);
        assertThat(limit.limit()).isEqualTo(1_000);

        seconds(3, 1_001, 20);
        assertThat(limit.limit()).isLessThan(1_000);
    }

    @Test
    void theExpectedWaitFollowsWhatWasSeenAndFadesWhenNobodyAsks() {
        var latency = new Latency(time);
        assertThat(latency.expected()).isZero();

        latency.took(1_000);
        assertThat(latency.expected()).isEqualTo(1_000);
        time.pass(Duration.ofSeconds(10));
        latency.took(3_000);
        assertThat(latency.expected()).isBetween(1_999.0, 2_001.0);
        time.pass(Duration.ofMinutes(10));

        assertThat(latency.expected()).isLessThan(1);
    }

    private int enter(int times) {
        int in = 0;
        for (int i = 0; i < times; i++) {
            in += limit.enter() ? 1 : 0;
        }
        return in;
    }

    private void seconds(int seconds, int millis, int perTenth) {
        for (int i = 0; i < seconds * 10; i++) {
            for (int j = 0; j < perTenth; j++) {
                limit.took(true, Duration.ofMillis(millis).toNanos());
            }
            time.pass(Duration.ofMillis(100));
        }
    }
}
