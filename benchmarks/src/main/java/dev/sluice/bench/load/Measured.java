package dev.sluice.bench.load;

import org.HdrHistogram.Histogram;

/**
 * What one burst of load showed.
 *
 * @param requests answered with 200 and a complete body
 * @param failures everything else
 * @param seconds how long it took
 * @param latency of good requests, nanoseconds
 */
public record Measured(long requests, long failures, double seconds, Histogram latency) {

    /** Good requests a second. */
    public double perSecond() {
        return requests / seconds;
    }

    /** A percentile of the latency in microseconds. */
    public double micros(double percentile) {
        return latency.getValueAtPercentile(percentile) / 1000.0;
    }
}
