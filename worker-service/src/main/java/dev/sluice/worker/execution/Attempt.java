package dev.sluice.worker.execution;

import dev.sluice.worker.leases.Leases.Lease;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One attempt in this process. Its thread may be interrupted only while it works: what is written to Kafka before and
 * after is written in full.
 */
final class Attempt {

    /** Why an attempt ends before its work does. */
    enum Stop {
        /** Its owner asked. */
        CANCELLED,
        /** Somebody else holds the lease. */
        LOST,
        /** It took longer than its type may. */
        TIMED_OUT,
        /** This worker stops. */
        STOPPING
    }

    private final Lease lease;
    private final Instant deadline;
    private final Thread thread;
    private boolean working;
    private boolean ended;
    private @Nullable Stop stop;
    private volatile Instant renewed;

    /**
     * @param claimed when the lease was asked for
     */
    Attempt(Lease lease, Instant claimed, Instant deadline, Thread thread) {
        this.lease = lease;
        this.renewed = claimed;
        this.deadline = deadline;
        this.thread = thread;
    }

    Lease lease() {
        return lease;
    }

    /** When the last renewal that was granted, or the claim, was asked for. */
    Instant renewed() {
        return renewed;
    }

    void renewed(Instant asked) {
        renewed = asked;
    }

    /** When its type's time is up. */
    Instant deadline() {
        return deadline;
    }

    /** Asks it to end; false when it has come to its end already. The first reason given stands. */
    synchronized boolean stop(Stop why) {
        if (ended) {
            return false;
        }
        if (stop == null) {
            stop = why;
        }
        if (working) {
            thread.interrupt();
        }
        return true;
    }

    /** The work begins. */
    synchronized void begin() {
        working = true;
        if (stop != null) {
            thread.interrupt();
        }
    }

    /** The work is over, in whatever way; from here on nothing interrupts. To be called on its thread. */
    synchronized Optional<Stop> end() {
        working = false;
        ended = true;
        boolean cleared = Thread.interrupted();
        return Optional.ofNullable(cleared && stop == null ? Stop.STOPPING : stop);
    }
}
