package dev.sluice.gateway.resilience;

import java.util.Arrays;

/** A high quantile of the latest waits, sorted again now and then. */
final class Quantile {

    private static final int KEPT = 128;
    private static final int LEAST = 20;
    private static final int SORT_EVERY = 16;

    private final double share;
    private final long[] latest = new long[KEPT];
    private int next;
    private int seen;
    private long value;

    /**
     * Nothing seen.
     *
     * @param share of the waits that are shorter, such as 0.95
     */
    Quantile(double share) {
        this.share = share;
    }

    /** One call took so long. */
    synchronized void took(long nanos) {
        latest[next] = nanos;
        next = (next + 1) % KEPT;
        seen++;
        if (seen == LEAST || (seen > LEAST && seen % SORT_EVERY == 0)) {
            int size = Math.min(seen, KEPT);
            long[] sorted = Arrays.copyOf(latest, size);
            Arrays.sort(sorted);
            value = sorted[Math.min(size - 1, (int) Math.ceil(share * size) - 1)];
        }
        if (seen == Integer.MAX_VALUE) {
            seen = KEPT;
        }
    }

    /** Nanoseconds; 0 as long as too few calls were seen. */
    synchronized long value() {
        return value;
    }
}
