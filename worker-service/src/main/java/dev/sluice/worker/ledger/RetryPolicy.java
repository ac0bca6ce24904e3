package dev.sluice.worker.ledger;

import java.time.Duration;

/**
 * How often a task is tried and how long it rests in between: exponential, with equal jitter (half fixed, half random).
 *
 * @param attempts starts that count, at least 1
 * @param base the first rest
 * @param cap the longest rest
 */
public record RetryPolicy(int attempts, Duration base, Duration cap) {

    /** How often an upstream may ask a task for a rest before that counts as an attempt. */
    public static final int BROWN_OUTS = 20;

    public RetryPolicy {
        if (attempts < 1 || base.isNegative() || cap.compareTo(base) < 0) {
            throw new IllegalArgumentException(
                    "attempts >= 1 and 0 <= base <= cap, not " + attempts + ", " + base + ", " + cap);
        }
    }

    /** Whether a task that was started this often may be started again. */
    boolean allowsAfter(int attempt) {
        return attempt < attempts;
    }

    /**
     * The rest after the given attempt.
     *
     * @param attempt from 1
     * @param random in [0, 1)
     */
    public Duration rest(int attempt, double random) {
        long bounded = bound(attempt);
        return Duration.ofMillis(bounded / 2 + (long) (bounded / 2.0 * random));
    }

    /**
     * What comes on top of a rest that was asked for: anything up to the exponential bound (full jitter).
     *
     * @param time from 1
     * @param random in [0, 1)
     */
    Duration jitter(int time, double random) {
        return Duration.ofMillis((long) (bound(time) * random));
    }

    private long bound(int time) {
        long millis = base.toMillis() << Math.min(time - 1, 20);
        return Math.min(millis < 0 ? Long.MAX_VALUE : millis, cap.toMillis());
    }
}
