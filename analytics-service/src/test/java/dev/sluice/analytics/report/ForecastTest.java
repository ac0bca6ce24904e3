package dev.sluice.analytics.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.analytics.store.Named;
import dev.sluice.analytics.store.Row;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.LongUnaryOperator;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

/** Budgets and anomalies over hours that are made up. */
class ForecastTest {

    private static final Instant NOW = Instant.parse("2026-11-16T00:00:00Z").minusSeconds(1);
    private static final Instant MONTH = Instant.parse("2026-11-01T00:00:00Z");

    @Test
    void anEvenMonthIsForecastAsTwiceItsFirstHalf() {
        Budget budget = Budget.of(hours(MONTH, NOW, hour -> 1_000), NOW, 1_000_000);

        assertThat(budget.from()).isEqualTo(MONTH);
        assertThat(budget.to()).isEqualTo(Instant.parse("2026-12-01T00:00:00Z"));
        assertThat(budget.spentNano()).isEqualTo(15 * 24 * 1_000);
        assertThat(budget.forecastNano()).isCloseTo(30 * 24 * 1_000, Percentage.withPercentage(0.1));
        assertThat(budget.lowNano()).isEqualTo(budget.highNano());
        assertThat(budget.usedShare()).isEqualTo(0.36);
        assertThat(budget.exhaustedAt()).isNull();
    }

    @Test
    void aLimitThatIsReachedHasATime() {
        Budget budget = Budget.of(hours(MONTH, NOW, hour -> 1_000), NOW, (15 + 5) * 24 * 1_000);

        assertThat(budget.exhaustedAt()).isBetween(NOW.plus(Duration.ofHours(119)), NOW.plus(Duration.ofHours(121)));
        assertThat(Budget.of(hours(MONTH, NOW, hour -> 1_000), NOW, 5).exhaustedAt())
                .isEqualTo(NOW);
    }

    @Test
    void daysThatDifferMakeARange() {
        Budget budget = Budget.of(hours(MONTH, NOW, hour -> hour / 24 % 2 == 0 ? 500 : 1_500), NOW, 0);

        assertThat(budget.lowNano()).isLessThan(budget.forecastNano());
        assertThat(budget.highNano()).isGreaterThan(budget.forecastNano());
        assertThat(budget.limitNano()).isNull();
    }

    @Test
    void nothingSpentIsNothingForecast() {
        Budget budget = Budget.of(hours(MONTH, NOW, hour -> 0), NOW, 7);

        assertThat(List.of(budget.spentNano(), budget.forecastNano(), budget.highNano()))
                .containsOnly(0L);
        assertThat(budget.exhaustedAt()).isNull();
    }

    @Test
    void theHourThatCostTenTimesTheUsualIsFoundAndNoOther() {
        var judged = new Period(NOW.minus(Duration.ofDays(1)), NOW.plusSeconds(1), Duration.ofHours(1));
        Hours hours = hours(MONTH, NOW, hour -> hour == 15 * 24 - 5 ? 20_000 : 1_000 + hour * 7919 % 1_000);

        Anomalies anomalies = Anomalies.of(hours, judged);

        assertThat(anomalies.rows()).singleElement().satisfies(row -> {
            assertThat(row.measure()).isEqualTo("cost_nano");
            assertThat(row.at()).isEqualTo(MONTH.plus(Duration.ofHours(15 * 24 - 5)));
            assertThat(row.value()).isEqualTo(20_000);
            assertThat(row.direction()).isEqualTo("high");
        });
    }

    @Test
    void withLessThanADayBeforeItNothingIsJudged() {
        Instant begin = MONTH.plus(Duration.ofHours(15 * 24 - 20));
        var judged = new Period(MONTH, NOW.plusSeconds(1), Duration.ofHours(1));

        assertThat(Anomalies.of(hours(begin, NOW, hour -> hour == 19 ? 1_000_000 : 10), judged)
                        .rows())
                .isEmpty();
    }

    /** Hours with ten calls each from a time on; the cost by number of the hour. */
    private static Hours hours(Instant from, Instant to, LongUnaryOperator cost) {
        List<Row> rows = new ArrayList<>();
        long first = Hours.at(from);
        for (long at = first; at <= Hours.at(to); at += Hours.HOUR) {
            rows.add(new Row(Map.of(
                    "at_us",
                    at,
                    "requests",
                    10L,
                    "errors",
                    0L,
                    "tokens",
                    10L,
                    "cost",
                    cost.applyAsLong((at - first) / Hours.HOUR))));
        }
        var question = new Question(
                (query, parameters) -> {
                    assertThat(query).isEqualTo(Named.HOURLY);
                    return rows;
                },
                "acme",
                new Period(from, to, Duration.ofHours(1)));
        return Hours.of(question);
    }
}
