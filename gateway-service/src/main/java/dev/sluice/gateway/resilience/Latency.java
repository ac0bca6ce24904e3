package dev.sluice.gateway.resilience;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * How long a deployment takes to its first byte: a moving average that weighs by time, as Finagle's least-loaded EWMA
 * balancer has it, and fades when nobody asks, so that one who was slow is tried again.
 */
final class Latency {

    private static final double TAU = Duration.ofSeconds(10).toNanos();
    private static final double LEAST_WEIGHT = 0.05;

    private final LongSupplier nanoTime;
    private double average;
    private long at;
    private boolean known;

    Latency(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** One call took so long. */
    synchronized void took(long nanos) {
        long now = nanoTime.getAsLong();
        if (known) {
            // x / (1 + x) is near enough to 1 - exp(-x), and cheaper.
            double past = (now - at) / TAU;
            double weight = Math.max(LEAST_WEIGHT, past / (1 + past));
            average += (nanos - average) * weight;
        } else {
            average = nanos;
            known = true;
        }
        at = now;
    }

    /** Nanoseconds the next call may take; 0 if nothing is known. */
    synchronized double expected() {
        return known ? average * Math.exp((at - nanoTime.getAsLong()) / (3 * TAU)) : 0;
    }
}
