package dev.sluice.cache.freshness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.cache.CacheConfig;
import dev.sluice.cache.store.Answer;
import dev.sluice.cache.store.Answer.Past;
import dev.sluice.kit.freshness.Cues;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class FreshnessTest {

    private static final Instant START = Instant.parse("2026-06-01T12:00:00Z");
    private static final String PLAIN = "How do tides work?";

    private final Freshness freshness = freshness(0.05, 0.99);

    private static Freshness freshness(double share, double chance) {
        return new Freshness(
                new Terms(1), new Ahead(true, 60, share), new SimpleMeterRegistry(), Cues.standard(), () -> chance);
    }

    private record Terms(double staleWindow) implements CacheConfig.Ttl {

        @Override
        public Duration standard() {
            return Duration.ofMinutes(10);
        }

        @Override
        public Duration longest() {
            return Duration.ofDays(30);
        }

        @Override
        public CacheConfig.TtlPolicy policy() {
            return CacheConfig.TtlPolicy.BALANCED;
        }

        @Override
        public Duration refreshLease() {
            return Duration.ofSeconds(30);
        }
    }

    private record Ahead(boolean enabled, int perMinute, double share) implements CacheConfig.RefreshAhead {

        @Override
        public double head() {
            return 0.1;
        }

        @Override
        public double worthwhile() {
            return 2;
        }
    }

    /** Fresh for 600 s, served for 1,200. */
    private static Answer answer(String text) {
        return new Answer(
                "a".repeat(32),
                "gpt",
                "scope",
                text,
                text,
                "{}",
                START,
                START.plusSeconds(1_200),
                7,
                1,
                1,
                START.plusSeconds(600),
                Past.NONE);
    }

    private boolean wantsNew(long second, boolean first) {
        return freshness.wantsNew("acme", answer(PLAIN), START.plusSeconds(second), () -> first);
    }

    private boolean fits(long second, @Nullable Long maxAge) {
        return freshness.fits(answer(PLAIN), PLAIN, false, new Demands(maxAge, null, null), START.plusSeconds(second));
    }

    private boolean meets(long second, Demands demands) {
        return freshness.fits(answer(PLAIN), PLAIN, false, demands, START.plusSeconds(second));
    }

    @Test
    void whoMayTakeAStaleAnswerGetsOneThatIsNotTooStale() {
        var stale = new Demands(null, 30L, null);
        assertThat(meets(599, stale)).isTrue();
        assertThat(meets(630, stale)).isTrue();
        assertThat(meets(631, stale)).isFalse();
        assertThat(meets(600, new Demands(null, 0L, null))).isTrue();
        assertThat(meets(601, new Demands(null, 0L, null))).isFalse();
    }

    @Test
    void whoNamesAnAgeGetsAStaleAnswerOnlyByAskingForIt() {
        assertThat(meets(630, new Demands(1_000L, null, null))).isFalse();
        assertThat(meets(630, new Demands(1_000L, 30L, null))).isTrue();
        assertThat(meets(630, new Demands(629L, 30L, null))).isFalse();
    }

    @Test
    void whoNeedsAnAnswerForAWhileGetsOneThatStaysFreshAsLong() {
        var fresh = new Demands(null, null, 100L);
        assertThat(meets(500, fresh)).isTrue();
        assertThat(meets(501, fresh)).isFalse();
        assertThat(meets(600, new Demands(null, null, 0L))).isTrue();
        assertThat(meets(601, new Demands(null, null, 0L))).isFalse();
    }

    @Test
    void anOldAnswerIsServedWhileTheFirstAskerBringsANewOne() {
        assertThat(fits(599, null)).isTrue();
        assertThat(wantsNew(599, false)).isFalse();
        assertThat(fits(600, null)).isTrue();
        assertThat(wantsNew(600, true)).isTrue();
        assertThat(wantsNew(600, false)).isFalse();
        assertThat(fits(1_199, null)).isTrue();
        assertThat(fits(1_200, null)).isFalse();
    }

    @Test
    void whoNamesAnAgeGetsNoOlderAndNoStaleAnswer() {
        assertThat(fits(60, 60L)).isTrue();
        assertThat(fits(61, 60L)).isFalse();
        assertThat(fits(599, 10_000L)).isTrue();
        assertThat(fits(600, 10_000L)).isFalse();
    }

    @Test
    void aLiveQuestionInOtherWordsGetsNothingOlderThanSeconds() {
        Answer answer = answer("bitcoin price?");
        String live = "What is the bitcoin price right now?";
        assertThat(freshness.fits(answer, live, true, Demands.NONE, START.plusSeconds(9)))
                .isTrue();
        assertThat(freshness.secondsFresh(answer, live, true, START.plusSeconds(9)))
                .isEqualTo(1);
        assertThat(freshness.fits(answer, live, true, Demands.NONE, START.plusSeconds(10)))
                .isFalse();
        assertThat(freshness.fits(answer, PLAIN, true, Demands.NONE, START.plusSeconds(10)))
                .isTrue();
    }

    @Test
    void anAnswerInUseIsAskedForAgainBeforeItsEnd() {
        int second = 0;
        do {
            freshness.asked("acme", START.plusSeconds(second));
        } while (!wantsNew(second++, true) && second < 600);
        // -0.1 ln(0.01) of the life is left when a chance of 0.99 falls due
        assertThat(second).isBetween(320, 330);
    }

    @Test
    void anAnswerThatHardlyAnybodyAsksForIsNot() {
        freshness.asked("acme", START.plusSeconds(590));
        assertThat(wantsNew(10, true)).isFalse();
        assertThat(wantsNew(599, true)).isFalse();
    }

    @Test
    void chanceBudgetAndOthersKeepAnAnswerFromBeingAskedForAhead() {
        assertThat(busy(freshness(0.05, 0.99), true)).isTrue();
        assertThat(busy(freshness(0.05, 0.1), true)).isFalse();
        assertThat(busy(freshness(0, 0.99), true)).isFalse();
        assertThat(busy(freshness(0.05, 0.99), false)).isFalse();
        Freshness off = new Freshness(
                new Terms(1), new Ahead(false, 60, 1), new SimpleMeterRegistry(), Cues.standard(), () -> 0.99);
        assertThat(busy(off, true)).isFalse();
    }

    private static boolean busy(Freshness freshness, boolean first) {
        boolean last = false;
        for (int second = 540; second < 580; second++) {
            Instant now = START.plusSeconds(second);
            freshness.asked("acme", now);
            boolean late = second == 579;
            last = freshness.wantsNew("acme", answer(PLAIN), now, () -> late && first);
        }
        return last;
    }

    @Test
    void theBudgetIsAShareOfTheQuestionsAndSoManyAMinute() {
        var share = new Budget(60, 0.05);
        for (int i = 0; i < 100; i++) {
            share.asked("acme", START);
        }
        for (int i = 0; i < 5; i++) {
            assertThat(share.take("acme", START)).isTrue();
        }
        assertThat(share.take("acme", START)).isFalse();
        assertThat(share.take("other", START)).isFalse();
        assertThat(share.take("acme", START.plusSeconds(60))).isFalse();

        var few = new Budget(2, 1);
        for (int i = 0; i < 100; i++) {
            few.asked("acme", START);
        }
        assertThat(few.take("acme", START)).isTrue();
        assertThat(few.take("acme", START)).isTrue();
        assertThat(few.take("acme", START)).isFalse();
        assertThat(few.take("acme", START.plusSeconds(60))).isTrue();
    }

    @Test
    void whatANewAnswerTeachesGoesIntoTheNextLife() {
        Answer before = answer(PLAIN);
        Instant later = START.plusSeconds(700);
        Past stood = freshness.learn("acme", PLAIN, before, "The moon pulls.", "the moon pulls", null, later);
        assertThat(stood).isEqualTo(new Past(1, 0, 700));
        Past moved = freshness.learn("acme", PLAIN, before, "The moon pulls.", "Giants drink.", null, later);
        assertThat(moved).isEqualTo(new Past(1, 1, 350));
        assertThat(freshness.learn("acme", PLAIN, before, "a", "b", null, START))
                .isEqualTo(Past.NONE);
        assertThat(freshness
                        .life("acme", before.id(), PLAIN, null, stood, later)
                        .fresh())
                .isGreaterThan(freshness
                        .life("acme", before.id(), PLAIN, null, moved, later)
                        .fresh());
    }

    @Test
    void aWindowOutOfRangeStopsTheStart() {
        assertThatThrownBy(() -> new Freshness(
                        new Terms(24.1), new Ahead(true, 1, 1), new SimpleMeterRegistry(), Cues.standard(), () -> 0))
                .hasMessageContaining("stale-window");
    }
}
