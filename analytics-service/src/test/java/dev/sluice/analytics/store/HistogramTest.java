package dev.sluice.analytics.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.SortedMap;
import java.util.TreeMap;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

class HistogramTest {

    @Test
    void ofTwoCallsTheSlowerOneIsThe95thPercentile() {
        assertThat(Histogram.quantile(bins(1_000, 900_000), 0.95)).isCloseTo(900_000, Percentage.withPercentage(2.1));
        assertThat(Histogram.quantile(bins(1_000, 900_000), 0.5)).isCloseTo(1_000, Percentage.withPercentage(2.1));
    }

    @Test
    void ofTwentyCallsTheSlowestIsAboveThe95thPercentile() {
        long[] calls = new long[20];
        Arrays.fill(calls, 5_000);
        calls[19] = 900_000;

        assertThat(Histogram.quantile(bins(calls), 0.95)).isCloseTo(5_000, Percentage.withPercentage(2.1));
        assertThat(Histogram.quantile(bins(calls), 0.96)).isCloseTo(900_000, Percentage.withPercentage(2.1));
    }

    @Test
    void theEndsAreTheFastestAndTheSlowest() {
        assertThat(Histogram.quantile(bins(10, 20, 40), 0)).isCloseTo(10, Percentage.withPercentage(2.1));
        assertThat(Histogram.quantile(bins(10, 20, 40), 1)).isCloseTo(40, Percentage.withPercentage(2.1));
        assertThat(Histogram.quantile(bins(), 0.95)).isZero();
    }

    private static SortedMap<Integer, Long> bins(long... values) {
        SortedMap<Integer, Long> bins = new TreeMap<>();
        for (long value : values) {
            bins.merge(Histogram.bin(value), 1L, Long::sum);
        }
        return bins;
    }
}
