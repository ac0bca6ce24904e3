package dev.sluice.gateway.resilience;

import java.util.function.LongSupplier;

/**
 * How often a deployment may be asked again: a share of the requests it gets, and a few however few there are, so that
 * retries cannot multiply the load of an upstream that fails (Beyer et al., "Site Reliability Engineering", ch. 21; token
 * bucket with a reserve as in Finagle's RetryBudget).
 */
final class RetryBudget {

    /** Over this long requests count, and the reserve is full again. */
    private static final long WINDOW_NANOS = 10_000_000_000L;

    /** No more than these many seconds' worth of quiet times is saved up. */
    private static final double MOST = 100;

    private final double share;
    private final double reserve;
    private final LongSupplier nanoTime;

    private double earned;
    private double kept;
    private long keptAt;

    /**
     * A full reserve.
     *
     * @param share retries per request
     * @param minimum retries in ten seconds without any request
     */
    RetryBudget(double share, int minimum, LongSupplier nanoTime) {
        this.share = share;
        this.reserve = minimum;
        this.nanoTime = nanoTime;
        this.kept = minimum;
        this.keptAt = nanoTime.getAsLong();
    }

    /** A first request, which is no retry, goes out. */
    synchronized void earn() {
        earned = Math.min(MOST, earned + share);
    }

    /** Whether one retry may be made; if so it is spent. */
    synchronized boolean spend() {
        if (earned >= 1) {
            earned -= 1;
            return true;
        }
        long now = nanoTime.getAsLong();
        kept = Math.min(reserve, kept + reserve * (now - keptAt) / WINDOW_NANOS);
        keptAt = now;
        if (kept >= 1) {
            kept -= 1;
            return true;
        }
        return false;
    }
}
