package dev.sluice.gateway.resilience;

import java.time.Duration;
import java.util.function.DoubleSupplier;

/** Pauses before retries: "full jitter" of Brooker, "Exponential Backoff And Jitter" (AWS, 2015). */
final class Backoff {

    private static final int MOST_DOUBLINGS = 16;

    private final Duration base;
    private final Duration longest;
    private final DoubleSupplier random;

    /**
     * A backoff.
     *
     * @param base the longest first pause
     * @param longest the longest of all
     * @param random between 0 and 1
     */
    Backoff(Duration base, Duration longest, DoubleSupplier random) {
        this.base = base;
        this.longest = longest;
        this.random = random;
    }

    /** Milliseconds before a retry; 0 for the first. */
    long millis(int retry) {
        long most = Math.min(longest.toMillis(), base.toMillis() << Math.min(retry, MOST_DOUBLINGS));
        return (long) (most * random.getAsDouble());
    }
}
