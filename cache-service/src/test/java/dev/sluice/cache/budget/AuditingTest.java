package dev.sluice.cache.budget;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.cache.CacheConfig;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class AuditingTest {

    private record Config(double share, double earlyShare, int early, int perMinute, int wrongToRefuse, int undisputed)
            implements CacheConfig.Audit {}

    private static final class Watch extends Clock {

        private Instant now = Instant.parse("2026-01-01T00:00:10Z");

        @Override
        public Instant instant() {
            return now;
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

    private static final Standing KNOWN = new Standing(0, 900, 0, 90, 50, 0, 50, 0, 0);
    private static final Standing THIN = new Standing(0, 900, 0, 90, 49, 0, 49, 0, 0);

    private final Watch watch = new Watch();

    private Auditing auditing(double chance, int perMinute) {
        return new Auditing(new Config(0.02, 0.1, 50, perMinute, 2, 5), watch, () -> chance);
    }

    @Test
    void moreIsAuditedWhileLittleIsKnown() {
        assertThat(auditing(0.019, 10).wants(KNOWN)).isTrue();
        assertThat(auditing(0.02, 10).wants(KNOWN)).isFalse();
        assertThat(auditing(0.02, 10).wants(THIN)).isTrue();
        assertThat(auditing(0.1, 10).wants(THIN)).isFalse();
    }

    @Test
    void noMoreThanTheBudgetOfAMinuteIsAudited() {
        Auditing auditing = auditing(0, 2);
        assertThat(auditing.wants(KNOWN)).isTrue();
        assertThat(auditing.wants(KNOWN)).isTrue();
        assertThat(auditing.wants(KNOWN)).isFalse();
        watch.now = watch.now.plusSeconds(49);
        assertThat(auditing.wants(KNOWN)).isFalse();
        watch.now = watch.now.plusSeconds(1);
        assertThat(auditing.wants(KNOWN)).isTrue();
    }

    @Test
    void aShareOfNothingTurnsAuditsOff() {
        assertThat(new Auditing(new Config(0, 1, 50, 10, 2, 5), watch, () -> 0).wants(THIN))
                .isFalse();
    }

    @Test
    void aShareThatIsNoneStopsTheStart() {
        assertThatThrownBy(() -> new Auditing(new Config(1.1, 0.1, 50, 1, 2, 5), watch, () -> 0))
                .hasMessageContaining("between 0 and 1");
    }
}
