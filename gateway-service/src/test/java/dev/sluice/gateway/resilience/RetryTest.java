package dev.sluice.gateway.resilience;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.MultiMap;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How often the same deployment is asked again, and when. */
class RetryTest {

    private static final Clock NOON = Clock.fixed(Instant.parse("2026-11-20T12:00:00Z"), ZoneOffset.UTC);

    private final FakeTime time = new FakeTime();

    @Test
    void retriesAreATenthOfTheRequestsAndAFewMore() {
        var budget = new RetryBudget(0.1, 3, time);
        int retries = 0;

        for (int i = 0; i < 1_000; i++) {
            budget.earn();
            retries += budget.spend() ? 1 : 0;
        }

        assertThat(retries).isBetween(100, 103);
    }

    @Test
    void theReserveComesBackWithTime() {
        var budget = new RetryBudget(0.1, 3, time);
        assertThat(spent(budget)).isEqualTo(3);
        assertThat(spent(budget)).isZero();

        time.pass(Duration.ofSeconds(4));
        assertThat(spent(budget)).isEqualTo(1);
        time.pass(Duration.ofHours(1));

        assertThat(spent(budget)).isEqualTo(3);
    }

    @Test
    void quietTimesAreNotSavedUpWithoutEnd() {
        var budget = new RetryBudget(0.1, 0, time);
        for (int i = 0; i < 100_000; i++) {
            budget.earn();
        }

        assertThat(spent(budget)).isEqualTo(100);
    }

    @ParameterizedTest
    @CsvSource({"0, 0, 0", "0, 0.5, 100", "1, 0.5, 200", "2, 0.999, 799", "9, 0.5, 1000", "500, 0.5, 1000"})
    void pausesAreARandomPartOfALimitThatDoubles(int retry, double luck, long millis) {
        var backoff = new Backoff(Duration.ofMillis(200), Duration.ofSeconds(2), () -> luck);

        assertThat(backoff.millis(retry)).isEqualTo(millis);
    }

    @ParameterizedTest
    @CsvSource({
        "retry-after, 7, PT7S",
        "retry-after, 0, PT0S",
        "retry-after, 1.5, PT1.5S",
        "retry-after-ms, 250, PT0.25S",
        "retry-after, 999999999, PT24H",
        "retry-after, 'Fri, 20 Nov 2026 12:00:30 GMT', PT30S",
        "retry-after, 'Fri, 20 Nov 2026 11:00:00 GMT', PT0S",
    })
    void retryAfterIsReadAsSecondsMillisecondsOrADate(String name, String value, Duration expected) {
        var headers = MultiMap.caseInsensitiveMultiMap().add(name, value);

        assertThat(RetryAfter.of(headers, NOON)).contains(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"soon", "-1", "NaN", "", "20 Nov"})
    void nonsenseIsNoRetryAfter(String value) {
        var headers = MultiMap.caseInsensitiveMultiMap().add("retry-after", value);

        assertThat(RetryAfter.of(headers, NOON)).isEmpty();
    }

    @Test
    void millisecondsAreMoreExactThanSeconds() {
        var headers = MultiMap.caseInsensitiveMultiMap().add("retry-after", "1").add("retry-after-ms", "20");

        assertThat(RetryAfter.of(headers, NOON)).contains(Duration.ofMillis(20));
    }

    private static int spent(RetryBudget budget) {
        int count = 0;
        while (budget.spend()) {
            count++;
        }
        return count;
    }
}
