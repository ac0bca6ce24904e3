package dev.sluice.gateway.resilience;

import java.time.Duration;
import java.util.Arrays;
import java.util.function.LongSupplier;

/**
 * A circuit breaker over a sliding window of calls (Nygard, "Release It!", 2nd ed., ch. 5; window and slow calls as in
 * resilience4j). The window is the latest calls that are not too old, whichever is fewer. Not SmallRye Fault Tolerance's: a
 * call here succeeds with its first byte, long before it ends, and may be slow without failing.
 *
 * <p>Each call is let in with a ticket and reports back with it. Reports from before the last change of state are
 * ignored, so that calls that hung while it was open cannot open it again.
 */
final class Circuit {

    /** No ticket: the call must not be made. */
    static final int REFUSED = -1;

    /**
     * When it opens and closes.
     *
     * @param calls the latest calls that are looked at; above 0
     * @param window calls longer ago are forgotten
     * @param minimum fewer calls than these prove nothing
     * @param failures the share of failed calls that opens it
     * @param slow the share of slow calls that opens it
     * @param slowAfter a longer wait for the first byte makes a call slow
     * @param pause how long it stays open
     * @param probes calls that then may try, all of which have to succeed
     */
    record Rules(
            int calls,
            Duration window,
            int minimum,
            double failures,
            double slow,
            Duration slowAfter,
            Duration pause,
            int probes) {}

    /** Whether calls are let in. */
    enum State {
        /** All of them. */
        CLOSED,
        /** None. */
        OPEN,
        /** A few, to see. */
        HALF_OPEN
    }

    private static final byte FAILED = 1;
    private static final byte SLOW = 2;

    private final Rules rules;
    private final LongSupplier nanoTime;
    private final long[] at;
    private final byte[] how;

    private int next;
    private int size;
    private int ticket;
    private int probing;
    private int proven;
    private long openUntil;
    private volatile State state = State.CLOSED;

    Circuit(Rules rules, LongSupplier nanoTime) {
        this.rules = rules;
        this.nanoTime = nanoTime;
        this.at = new long[rules.calls()];
        this.how = new byte[rules.calls()];
    }

    /** Whether {@link #enter} would let a call in now. */
    boolean admits() {
        if (state == State.CLOSED) {
            return true;
        }
        synchronized (this) {
            return switch (state) {
                case CLOSED -> true;
                case OPEN -> nanoTime.getAsLong() - openUntil >= 0;
                case HALF_OPEN -> probing + proven < rules.probes();
            };
        }
    }

    /** A call asks to be let in. Returns its ticket, or {@link #REFUSED}. */
    synchronized int enter() {
        if (state == State.CLOSED) {
            return ticket;
        }
        if (!admits()) {
            return REFUSED;
        }
        if (state == State.OPEN) {
            become(State.HALF_OPEN);
        }
        probing++;
        return ticket;
    }

    /** A call got its first byte, so long after it was made. */
    void succeeded(int its, long waitedNanos) {
        report(its, waitedNanos > rules.slowAfter().toNanos() ? SLOW : 0);
    }

    /** A call failed, or broke after its first byte. */
    void failed(int its) {
        report(its, FAILED);
    }

    /** A call that proves nothing, such as one whose client left. */
    synchronized void forgotten(int its) {
        if (its == ticket && state == State.HALF_OPEN) {
            probing--;
        }
    }

    private synchronized void report(int its, byte result) {
        if (its != ticket) {
            return;
        }
        switch (state) {
            case CLOSED -> {
                at[next] = nanoTime.getAsLong();
                how[next] = result;
                next = (next + 1) % at.length;
                size = Math.min(size + 1, at.length);
                if (result != 0 && isTooMuch()) {
                    open();
                }
            }
            case HALF_OPEN -> {
                probing = Math.max(0, probing - 1);
                proven++;
                if (result != 0) {
                    open();
                } else if (proven >= rules.probes()) {
                    become(State.CLOSED);
                    size = 0;
                }
            }
            case OPEN -> {
                // Reports with this ticket have all been made before.
            }
        }
    }

    private boolean isTooMuch() {
        long oldest = nanoTime.getAsLong() - rules.window().toNanos();
        int seen = 0;
        int failed = 0;
        int slow = 0;
        for (int i = 0; i < size; i++) {
            if (at[i] - oldest >= 0) {
                seen++;
                failed += how[i] == FAILED ? 1 : 0;
                slow += how[i] == SLOW ? 1 : 0;
            }
        }
        return seen >= rules.minimum() && (failed >= rules.failures() * seen || failed + slow >= rules.slow() * seen);
    }

    private void open() {
        openUntil = nanoTime.getAsLong() + rules.pause().toNanos();
        become(State.OPEN);
    }

    private void become(State now) {
        state = now;
        ticket = ticket == Integer.MAX_VALUE ? 0 : ticket + 1;
        probing = 0;
        proven = 0;
        if (now == State.CLOSED) {
            Arrays.fill(how, (byte) 0);
        }
    }

    /** Whether calls are let in, as of the last call. */
    State state() {
        return state;
    }

    /** Nanoseconds until it lets a probe in; 0 if it lets calls in. */
    synchronized long opensAgainIn() {
        return state == State.OPEN ? Math.max(0, openUntil - nanoTime.getAsLong()) : 0;
    }
}
