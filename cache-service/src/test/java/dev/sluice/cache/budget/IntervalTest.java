package dev.sluice.cache.budget;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IntervalTest {

    /** Values of R's prop.test(x, n, correct = FALSE), which is Wilson's interval. */
    @ParameterizedTest
    @CsvSource({
        "0, 10, 0.0000, 0.2775",
        "1, 10, 0.0179, 0.4042",
        "5, 10, 0.2366, 0.7634",
        "10, 10, 0.7225, 1.0000",
        "0, 100, 0.0000, 0.0370",
        "95, 100, 0.8882, 0.9785",
        "0, 0, 0, 1"
    })
    void theIntervalIsWilsons(double of, double trials, double low, double high) {
        Interval interval = Interval.of(of, trials, Interval.Z_95);
        assertThat(interval.low()).isCloseTo(low, within(0.0001));
        assertThat(interval.high()).isCloseTo(high, within(0.0001));
    }
}
