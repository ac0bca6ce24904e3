package dev.sluice.analytics.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.kit.problem.Refusal;
import java.time.Duration;
import java.time.Instant;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PeriodTest {

    private static final Instant NOW = Instant.parse("2026-11-20T12:07:00Z");

    @Test
    void isTheLastDayInQuartersOfAnHourWhenNothingIsAsked() {
        Period period = Period.of(null, null, null, NOW);
        assertThat(period).isEqualTo(new Period(NOW.minus(Duration.ofDays(1)), NOW, Duration.ofMinutes(15)));
        assertThat(period.buckets()).isEqualTo(97);
    }

    @Test
    void takesWhatIsAsked() {
        assertThat(Period.of("2026-11-01T00:00:00Z", "2026-11-03T00:00:00Z", "1d", NOW))
                .isEqualTo(new Period(
                        Instant.parse("2026-11-01T00:00:00Z"),
                        Instant.parse("2026-11-03T00:00:00Z"),
                        Duration.ofDays(1)));
    }

    @ParameterizedTest
    @CsvSource({
        "yesterday, , , bad_time",
        ", 12:00, , bad_time",
        "1999-12-31T23:59:59Z, 2000-01-02T00:00:00Z, , bad_time",
        "+1000000000-12-31T23:59:59Z, , , bad_time",
        "2026-11-20T12:07:00Z, , , bad_period",
        "2026-11-21T00:00:00Z, 2026-11-20T00:00:00Z, , bad_period",
        "2025-10-16T12:06:59Z, , , period_too_long",
        ", , 5, bad_bucket",
        ", , 0m, bad_bucket",
        ", , -5m, bad_bucket",
        ", , 401d, bad_bucket",
        ", , 5 minutes, bad_bucket",
        ", , 1s, too_many_buckets",
    })
    void whatCannotBeAnsweredIsRefusedWithARemedy(String from, String to, String bucket, String code) {
        assertThatThrownBy(() -> Period.of(from, to, bucket, NOW)).isInstanceOfSatisfying(Refusal.class, refusal -> {
            assertThat(refusal.status()).isEqualTo(400);
            assertThat(refusal.code()).isEqualTo(code);
        });
    }

    @Test
    void fourHundredDaysAreNotTooLong() {
        assertThat(Period.of("2025-10-16T12:07:00Z", null, null, NOW).bucket()).isEqualTo(Duration.ofDays(7));
    }

    @Test
    void fifteenHundredBucketsAreNotTooMany() {
        assertThat(Period.of("2026-11-20T11:42:00Z", "2026-11-20T12:07:00Z", "1s", NOW)
                        .buckets())
                .isEqualTo(Period.MOST_BUCKETS);
        assertThatThrownBy(() -> Period.of("2026-11-20T11:41:59Z", "2026-11-20T12:07:00Z", "1s", NOW))
                .isInstanceOf(Refusal.class);
    }

    @Property
    void theUsualBucketsCoverThePeriodAndAreFew(@ForAll @LongRange(min = 1, max = 400L * 86_400) long seconds) {
        Period period = Period.of(NOW.minusSeconds(seconds).toString(), null, null, NOW);
        assertThat(period.buckets()).isBetween(1L, 101L);
        assertThat(Period.instant(period.firstBucket())).isBeforeOrEqualTo(period.from());
        assertThat(Period.instant(period.firstBucket() + period.buckets() * period.width()))
                .isAfterOrEqualTo(period.to());
    }
}
