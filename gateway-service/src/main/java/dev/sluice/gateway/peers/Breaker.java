package dev.sluice.gateway.peers;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * Spares a helper that fails, and the callers its deadline: after some failures in a row nobody asks for a while, then
 * one call tries again. Policy only; the caller reports what happened.
 */
public final class Breaker {

    private static final long CLOSED = Long.MIN_VALUE;

    private final int failuresToOpen;
    private final long pauseNanos;
    private final long latePauseNanos;
    private final LongSupplier nanoTime;
    private final AtomicInteger failures = new AtomicInteger();
    private final AtomicLong openUntil = new AtomicLong(CLOSED);

    /**
     * A closed breaker.
     *
     * @param failuresToOpen failures in a row that open it
     * @param pause how long it stays open
     * @param latePause how long it stays open when the helper was only late
     * @param nanoTime the clock, as {@link System#nanoTime()}
     */
    public Breaker(int failuresToOpen, Duration pause, Duration latePause, LongSupplier nanoTime) {
        this.failuresToOpen = failuresToOpen;
        this.pauseNanos = pause.toNanos();
        this.latePauseNanos = latePause.toNanos();
        this.nanoTime = nanoTime;
    }

    /** Whether the helper may be asked now. After the pause it lets one call through and waits for what it says. */
    public boolean allows() {
        long until = openUntil.get();
        if (until == CLOSED) {
            return true;
        }
        long now = nanoTime.getAsLong();
        return now - until >= 0 && openUntil.compareAndSet(until, now + pauseNanos);
    }

    /** The helper answered. */
    public void succeeded() {
        failures.set(0);
        openUntil.set(CLOSED);
    }

    /** The helper failed or was late. */
    public void failed() {
        if (failures.incrementAndGet() >= failuresToOpen) {
            openUntil.set(nanoTime.getAsLong() + pauseNanos);
        }
    }

    /** The helper answered after its deadline: it lives, so it is tried again sooner. */
    public void late() {
        long until = openUntil.get();
        long sooner = nanoTime.getAsLong() + latePauseNanos;
        if (until != CLOSED && until - sooner > 0) {
            openUntil.compareAndSet(until, sooner);
        }
    }

    /** Whether the helper is being spared. */
    public boolean isOpen() {
        return openUntil.get() != CLOSED;
    }
}
