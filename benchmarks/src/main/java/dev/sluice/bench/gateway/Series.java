package dev.sluice.bench.gateway;

import dev.sluice.bench.load.Measured;
import java.util.ArrayList;
import java.util.List;

/**
 * What one contender showed over the rounds.
 *
 * @param single bursts at one connection
 * @param many bursts at many connections
 * @param cpuMicros processor time per request in the latter
 */
record Series(List<Measured> single, List<Measured> many, List<Double> cpuMicros) {

    Series() {
        this(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    }

    /** Median over the rounds of a percentile of the latency at one connection, in microseconds. */
    double latency(double percentile) {
        return median(single.stream().map(burst -> burst.micros(percentile)).toList());
    }

    /** Median of requests a second at many connections. */
    double perSecond() {
        return median(many.stream().map(Measured::perSecond).toList());
    }

    /** Median of the processor time per request, in microseconds. */
    double cpu() {
        return median(cpuMicros);
    }

    /** Requests that were not answered with 200. */
    double failures() {
        return many.stream().mapToDouble(Measured::failures).sum()
                + single.stream().mapToDouble(Measured::failures).sum();
    }

    private static double median(List<Double> values) {
        return values.stream().sorted().toList().get(values.size() / 2);
    }
}
