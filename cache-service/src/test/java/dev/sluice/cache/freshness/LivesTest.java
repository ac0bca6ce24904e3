package dev.sluice.cache.freshness;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.cache.CacheConfig.TtlPolicy;
import dev.sluice.cache.store.Answer.Past;
import dev.sluice.kit.freshness.Volatility;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class LivesTest {

    private static final Duration HOUR = Duration.ofHours(1);

    private final Lives lives = lives(TtlPolicy.BALANCED);

    private static Lives lives(TtlPolicy policy) {
        return new Lives(policy.risk(), HOUR, Duration.ofDays(30), 1);
    }

    private Life fresh(Volatility volatility, Past past) {
        return lives.of(volatility, null, Lives.USUAL, past, 0);
    }

    @Test
    void theFirstLifeIsTheConfiguredOneOrTheClasses() {
        assertThat(fresh(Volatility.STATIC, Past.NONE)).isEqualTo(new Life(HOUR, HOUR.multipliedBy(2)));
        assertThat(fresh(Volatility.SLOW, Past.NONE)).isEqualTo(new Life(HOUR, Duration.ofMinutes(90)));
        assertThat(fresh(Volatility.DAILY, Past.NONE))
                .isEqualTo(new Life(Duration.ofMinutes(10), Duration.ofSeconds(750)));
        assertThat(fresh(Volatility.LIVE, Past.NONE))
                .isEqualTo(new Life(Duration.ofSeconds(10), Duration.ofSeconds(10)));
    }

    @Test
    void anAnswerThatStoodLivesLongerAndOneThatChangedShorter() {
        Duration stood =
                fresh(Volatility.STATIC, new Past(3, 0, HOUR.toSeconds() * 10)).fresh();
        Duration moved =
                fresh(Volatility.STATIC, new Past(3, 3, HOUR.toSeconds())).fresh();
        assertThat(stood).isBetween(HOUR.multipliedBy(3), HOUR.multipliedBy(4));
        assertThat(moved).isBetween(Duration.ofMinutes(4), Duration.ofMinutes(20));
    }

    @Test
    void growthEndsWhereItsClassSays() {
        Past ages = new Past(1_000, 0, Duration.ofDays(3_000).toSeconds());
        assertThat(fresh(Volatility.STATIC, ages).fresh()).isEqualTo(HOUR.multipliedBy(24));
        assertThat(fresh(Volatility.SLOW, ages).fresh()).isEqualTo(HOUR.multipliedBy(4));
        assertThat(fresh(Volatility.DAILY, ages).fresh()).isEqualTo(Duration.ofMinutes(30));
        assertThat(fresh(Volatility.LIVE, ages).whole()).isEqualTo(Duration.ofSeconds(10));
        Past never = new Past(1_000, 1_000, 1);
        assertThat(fresh(Volatility.STATIC, never).fresh()).isEqualTo(HOUR.dividedBy(16));
        assertThat(fresh(Volatility.LIVE, never).fresh()).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void whatTheSenderWantsIsNeverExceeded() {
        Past ages = new Past(1_000, 0, Duration.ofDays(3_000).toSeconds());
        for (Volatility volatility : Volatility.values()) {
            for (TtlPolicy policy : TtlPolicy.values()) {
                for (long seconds : new long[] {1, 10, 60, 86_400}) {
                    Duration bound = Duration.ofSeconds(seconds);
                    Life life = lives(policy).of(volatility, bound, 1e-4, ages, 1_000);
                    assertThat(life.whole()).isLessThanOrEqualTo(bound);
                    assertThat(life.fresh()).isLessThanOrEqualTo(life.whole());
                    assertThat(life.fresh()).isPositive();
                }
            }
        }
    }

    @Test
    void aCarefulPolicyAsksSoonerAndABoldOneLater() {
        Duration careful = lives(TtlPolicy.CONSERVATIVE)
                .of(Volatility.STATIC, null, Lives.USUAL, Past.NONE, 0)
                .fresh();
        Duration bold = lives(TtlPolicy.AGGRESSIVE)
                .of(Volatility.STATIC, null, Lives.USUAL, Past.NONE, 0)
                .fresh();
        assertThat(careful).isBetween(Duration.ofMinutes(15), Duration.ofMinutes(20));
        assertThat(bold).isBetween(Duration.ofMinutes(200), Duration.ofMinutes(206));
    }

    @Test
    void anAnswerInUseLivesUpToTwiceAsLongUnlessItEverChanged() {
        assertThat(lives.of(Volatility.STATIC, null, Lives.USUAL, Past.NONE, 1_000)
                        .fresh())
                .isEqualTo(HOUR.multipliedBy(2));
        assertThat(lives.of(Volatility.LIVE, null, Lives.USUAL, Past.NONE, 1_000)
                        .fresh())
                .isEqualTo(Duration.ofSeconds(10));
        Past changed = new Past(1, 1, 1_800);
        assertThat(lives.of(Volatility.STATIC, null, Lives.USUAL, changed, 1_000))
                .isEqualTo(lives.of(Volatility.STATIC, null, Lives.USUAL, changed, 0));
    }

    @Test
    void aTenantsClassLearnsFromItsOwnAnswersOnly() {
        var changes = new Changes();
        for (int i = 0; i < 300; i++) {
            changes.saw("acme", Volatility.SLOW, true, 0.5);
            changes.saw("calm", Volatility.SLOW, false, 1);
        }
        assertThat(changes.usual("acme", Volatility.SLOW)).isBetween(0.5, 0.8);
        assertThat(changes.usual("calm", Volatility.SLOW)).isLessThan(0.02);
        assertThat(changes.usual("acme", Volatility.STATIC)).isEqualTo(Lives.USUAL);
        assertThat(changes.usual("new", Volatility.SLOW)).isEqualTo(Lives.USUAL);
    }
}
