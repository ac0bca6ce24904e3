package dev.sluice.gateway.resilience;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;

/**
 * How many calls may wait for their first byte at one deployment. There is room for all until waits grow beyond a
 * multiple of what they used to be; then the room becomes a part of what was in use, window by window, and grows back when
 * waits are short again. After Gradient2 of Netflix concurrency-limits and Envoy's adaptive concurrency, but a decrease
 * starts from the calls there really were: a limit that nobody reaches would never shrink, and one that starts small would
 * refuse the first burst. What is usual follows within minutes. Documents are compared with documents and streams with streams.
 */
final class Limit {

    private static final long WINDOW_NANOS = 1_000_000_000L;
    private static final int LEAST_SAMPLES = 10;
    private static final int QUICK_SAMPLES = 20;
    private static final double TAU = 60e9;
    private static final double LARGEST_CUT = 0.5;
    private static final double GROWTH = 1.5;
    private static final long DOCUMENTS = 10;

    private final int least;
    private final int most;
    private final long patienceNanos;
    private final double tolerance;
    private final LongSupplier nanoTime;
    private final AtomicInteger waiting = new AtomicInteger();
    private final double[] usual = new double[2];
    private final long[] at = new long[2];
    private final int[] seen = new int[2];

    private volatile int limit;
    private long windowSince;
    private int samples;
    private double ratios;
    private int peak;

    /**
     * Room for all.
     *
     * @param least never fewer than this many
     * @param most never more
     * @param patience shorter waits are no sign of a queue; for documents, which come when they are whole, ten times as long
     * @param tolerance waits this many times the usual are still no sign of a queue
     */
    Limit(int least, int most, Duration patience, double tolerance, LongSupplier nanoTime) {
        this.least = least;
        this.most = most;
        this.patienceNanos = patience.toNanos();
        this.tolerance = tolerance;
        this.nanoTime = nanoTime;
        this.limit = most;
        this.windowSince = nanoTime.getAsLong();
    }

    /** Takes a place; false if there is none. */
    boolean enter() {
        if (waiting.incrementAndGet() <= limit) {
            return true;
        }
        waiting.decrementAndGet();
        return false;
    }

    /** Gives a place back. */
    void leave() {
        waiting.decrementAndGet();
    }

    /** A call waited so long for its first byte; its place has not been given back yet. */
    synchronized void took(boolean stream, long nanos) {
        int kind = stream ? 1 : 0;
        double value = Math.max(1, nanos);
        seen[kind] = Math.min(QUICK_SAMPLES + 1, seen[kind] + 1);
        if (seen[kind] == 1) {
            usual[kind] = value;
        }
        double ratio = value / usual[kind];
        ratios += value <= (stream ? patienceNanos : DOCUMENTS * patienceNanos) ? Math.min(1, ratio) : ratio;
        samples++;
        peak = Math.max(peak, waiting.get());
        long now = nanoTime.getAsLong();
        double past = (now - at[kind]) / TAU;
        double weight = seen[kind] > QUICK_SAMPLES ? past / (1 + past) : 1.0 / seen[kind];
        usual[kind] += (value - usual[kind]) * weight;
        at[kind] = now;
        if (samples >= LEAST_SAMPLES && now - windowSince >= WINDOW_NANOS) {
            adapt();
            windowSince = now;
            samples = 0;
            ratios = 0;
            peak = 0;
        }
    }

    private void adapt() {
        double gradient = tolerance * samples / ratios;
        if (gradient < 1) {
            double cut = Math.min(limit, peak) * Math.max(LARGEST_CUT, gradient);
            limit = Math.max(least, (int) cut);
        } else {
            limit = Math.min(most, (int) (limit * GROWTH) + 1);
        }
    }

    /** Places there are now. */
    int limit() {
        return limit;
    }

    /** Places taken now. */
    int waiting() {
        return waiting.get();
    }

    /** Whether no place is free. */
    boolean isFull() {
        return waiting.get() >= limit;
    }
}
