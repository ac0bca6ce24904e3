package dev.sluice.cache.store;

import java.time.Duration;

/**
 * What a look-up may spend on waiting for Redis, all its steps together. Bound to the thread by {@link Stores}; only
 * waiting counts, not the time in between.
 */
final class Allowance {

    static final ScopedValue<Allowance> CURRENT = ScopedValue.newInstance();

    private final long allNanos;
    private long leftNanos;

    Allowance(Duration all) {
        this.allNanos = all.toNanos();
        this.leftNanos = allNanos;
    }

    long leftNanos() {
        return leftNanos;
    }

    /** Whether a call with this much left had a fair chance. */
    boolean wasAmple(long nanos) {
        return nanos >= allNanos / 2;
    }

    /** Whether more than half of it is left. */
    boolean isHalfLeft() {
        return leftNanos > allNanos / 2;
    }

    void spend(long nanos) {
        leftNanos -= nanos;
    }
}
