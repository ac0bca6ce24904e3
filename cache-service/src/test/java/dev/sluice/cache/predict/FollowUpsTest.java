package dev.sluice.cache.predict;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.benmanes.caffeine.cache.Ticker;
import dev.sluice.contracts.identity.Caller;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class FollowUpsTest {

    private static final Instant NOON = Instant.parse("2026-06-01T12:00:00Z");

    private final FollowUps followUps = new FollowUps(1_000, 3, 0.3);
    private final AtomicLong nanos = new AtomicLong();
    private final Ticker ticker = nanos::get;
    private final Prefetches prefetches = new Prefetches(2, Duration.ofMinutes(10), ticker);

    private void saw(String before, String after, int times) {
        for (int i = 0; i < times; i++) {
            followUps.saw("acme", before, after);
        }
    }

    @Test
    void whatFollowedOftenIsExpectedByItsTenantOnly() {
        saw("price", "discount", 2);
        assertThat(followUps.after("acme", "price")).isEmpty();
        saw("price", "discount", 1);
        assertThat(followUps.after("acme", "price")).containsExactly("discount");
        assertThat(followUps.after("other", "price")).isEmpty();
        assertThat(followUps.after("acme", "discount")).isEmpty();
    }

    @Test
    void whatFollowsNowAndThenIsNotExpected() {
        saw("price", "discount", 20);
        saw("price", "terms", 4);
        assertThat(followUps.after("acme", "price")).containsExactly("discount");
    }

    @Test
    void habitsChange() {
        saw("price", "discount", 60);
        saw("price", "trial", 100);
        assertThat(followUps.after("acme", "price")).containsExactly("trial");
    }

    @Test
    void aNewHabitIsLearnedAmongManyOldOnes() {
        for (int i = 0; i < 20; i++) {
            saw("price", "other" + i, 1);
        }
        saw("price", "trial", 40);
        assertThat(followUps.after("acme", "price")).containsExactly("trial");
    }

    @Test
    void whatIsDeletedIsForgotten() {
        saw("price", "discount", 3);
        saw("terms", "discount", 3);
        followUps.forget("acme", "price");
        assertThat(followUps.after("acme", "price")).isEmpty();
        assertThat(followUps.after("acme", "terms")).isNotEmpty();
        followUps.forget("acme", null);
        assertThat(followUps.after("acme", "terms")).isEmpty();

        var requests = new Requests(100_000, 100);
        Caller who = new Caller("acme", null, "k1", Set.of());
        requests.keep("a", who, "x".repeat(100));
        requests.keep("b", who, "x".repeat(101));
        assertThat(requests.of("acme", "a")).isPresent();
        assertThat(requests.of("acme", "b")).as("over the bound").isEmpty();
        assertThat(requests.of("other", "a")).isEmpty();
        requests.forget("acme", null);
        assertThat(requests.of("acme", "a")).isEmpty();
    }

    @Test
    void requestsTakeNoMoreMemoryThanTheyMay() {
        var requests = new Requests(10_000, 1_000);
        Caller who = new Caller("acme", null, "k1", Set.of());
        for (int i = 0; i < 100; i++) {
            requests.keep("id" + i, who, "x".repeat(1_000));
        }
        long there = 0;
        for (int i = 0; i < 100; i++) {
            there += requests.of("acme", "id" + i).isPresent() ? 1 : 0;
        }
        assertThat(there).isBetween(1L, 4L);
    }

    @Test
    void theBudgetIsSoManyCallsAnHour() {
        assertThat(prefetches.begin("acme", "a", NOON)).isTrue();
        assertThat(prefetches.begin("acme", "a", NOON)).as("under way").isFalse();
        assertThat(prefetches.begin("acme", "b", NOON)).isTrue();
        assertThat(prefetches.begin("acme", "c", NOON)).as("beyond the budget").isFalse();
        assertThat(prefetches.begin("other", "a", NOON)).isTrue();
        assertThat(prefetches.report("acme", true, NOON).left()).isZero();
        assertThat(prefetches.begin("acme", "c", NOON.plusSeconds(3_600))).isTrue();
        Prediction report = prefetches.report("acme", true, NOON);
        assertThat(report.submitted()).isEqualTo(3);
        assertThat(report.leftOut()).isEqualTo(1);
    }

    @Test
    void theReportTellsWhatWasOfUse() {
        prefetches.begin("acme", "a", NOON);
        prefetches.begin("acme", "b", NOON);
        prefetches.served("acme", "a");
        prefetches.arrived("acme", "a");
        prefetches.arrived("acme", "b");
        prefetches.arrived("acme", "never submitted");
        prefetches.served("acme", "a");
        prefetches.served("acme", "a");
        Prediction before = prefetches.report("acme", true, NOON);
        assertThat(before.prefetched()).isEqualTo(2);
        assertThat(before.used()).isEqualTo(1);
        assertThat(before.precision()).isEqualTo(1.0);
        nanos.addAndGet(Duration.ofMinutes(11).toNanos());
        Prediction after = prefetches.report("acme", true, NOON);
        assertThat(after.wasted()).isEqualTo(1);
        assertThat(after.precision()).isEqualTo(0.5);
        assertThat(prefetches.report("other", false, NOON).precision()).isNull();
    }

    @Test
    void whatTheWorkerDidNotTakeMayBeTriedAgain() {
        prefetches.begin("acme", "a", NOON);
        prefetches.failed("acme", "a");
        assertThat(prefetches.begin("acme", "a", NOON)).isTrue();
        assertThat(prefetches.report("acme", true, NOON).leftOut()).isEqualTo(1);
    }
}
