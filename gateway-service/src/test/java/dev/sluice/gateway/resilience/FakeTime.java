package dev.sluice.gateway.resilience;

import java.time.Duration;
import java.util.function.LongSupplier;

/** A clock that a test moves; it starts where {@link System#nanoTime()} may: below zero. */
final class FakeTime implements LongSupplier {

    private long now = -5_000_000_000L;

    @Override
    public long getAsLong() {
        return now;
    }

    void pass(Duration time) {
        now += time.toNanos();
    }
}
