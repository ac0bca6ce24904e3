package dev.sluice.gateway.resilience;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one deployment, and whether it may be asked. Shared by all event loops. Whoever enters has to say once
 * how it went: {@link #succeeded}, {@link #failed} or {@link #leave}.
 */
final class Guard {

    /** The status a deployment answered with when it asked to be left alone, and until when. */
    private record Cooling(long until, int status) {}

    /** What guards are made of. */
    record Rules(
            Circuit.Rules circuit,
            double retryShare,
            int retryMinimum,
            int leastPlaces,
            int mostPlaces,
            Duration patience,
            double tolerance,
            boolean hedged) {}

    private static final double HEDGED_BEYOND = 0.95;

    final Circuit circuit;
    final RetryBudget budget;
    final Limit limit;
    final Line line = new Line();
    final Latency streams;
    final Latency documents;
    private final Quantile usualStream = new Quantile(HEDGED_BEYOND);
    private final Quantile usualDocument = new Quantile(HEDGED_BEYOND);
    final AtomicInteger inFlight = new AtomicInteger();
    final Counts counts;

    private final boolean hedged;
    private final LongSupplier nanoTime;
    private volatile @Nullable Cooling cooling;

    Guard(Rules rules, Counts counts, LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.counts = counts;
        this.hedged = rules.hedged();
        this.circuit = new Circuit(rules.circuit(), nanoTime);
        this.budget = new RetryBudget(rules.retryShare(), rules.retryMinimum(), nanoTime);
        this.limit = new Limit(rules.leastPlaces(), rules.mostPlaces(), rules.patience(), rules.tolerance(), nanoTime);
        this.streams = new Latency(nanoTime);
        this.documents = new Latency(nanoTime);
    }

    /** Asks to be let in: a ticket for the circuit, or {@link Circuit#REFUSED}. */
    int enter() {
        if (isCooling() || !limit.enter()) {
            return Circuit.REFUSED;
        }
        int ticket = circuit.enter();
        if (ticket == Circuit.REFUSED) {
            limit.leave();
        }
        return ticket;
    }

    /** The first byte came, after so long. */
    void succeeded(int ticket, boolean stream, long waitedNanos) {
        took(stream, waitedNanos);
        // A document takes as long as all of its words do; that is not slow.
        circuit.succeeded(ticket, stream ? waitedNanos : 0);
        free();
    }

    /** It answered, but with something that does not compare with an answer of the model, such as a 400. */
    void refused(int ticket) {
        circuit.succeeded(ticket, 0);
        free();
    }

    /** It brought nothing the client could be shown. */
    void failed(int ticket) {
        counts.failures.increment();
        circuit.failed(ticket);
        free();
    }

    /** It proved nothing, such as when the client left. */
    void leave(int ticket) {
        circuit.forgotten(ticket);
        free();
    }

    /** It broke after its first byte. */
    void broke(int ticket) {
        // A success was told when that byte came; a deployment all whose answers break is half bad, which is bad.
        counts.failures.increment();
        circuit.failed(ticket);
    }

    /** A call waited so long, whatever came of it. */
    void took(boolean stream, long nanos) {
        (stream ? streams : documents).took(nanos);
        limit.took(stream, nanos);
        if (hedged) {
            (stream ? usualStream : usualDocument).took(nanos);
        }
    }

    /** Nanoseconds in which nineteen of twenty calls have their first byte; 0 if too little is known. */
    long usually(boolean stream) {
        return (stream ? usualStream : usualDocument).value();
    }

    private void free() {
        limit.leave();
        line.next();
    }

    /** Whether nothing but its limit keeps a call out. */
    boolean isOnlyFull() {
        return limit.isFull() && !isCooling() && circuit.admits();
    }

    /** Nanoseconds a further call may wait for its first byte, with those who wait already; 0 if nothing is known. */
    double cost(boolean stream) {
        return (stream ? streams : documents).expected() * (limit.waiting() + 1);
    }

    /** It asked not to be asked for so long, with this status; it gets at most that much. */
    void coolDown(Duration wait, int status, Duration atMost) {
        Duration granted = wait.compareTo(atMost) > 0 ? atMost : wait;
        cooling = new Cooling(nanoTime.getAsLong() + granted.toNanos(), status);
    }

    boolean isCooling() {
        Cooling known = cooling;
        return known != null && known.until() - nanoTime.getAsLong() > 0;
    }

    /** The status it answered with when it asked not to be asked; 0 if it does not cool down. */
    int coolingStatus() {
        Cooling known = cooling;
        return known != null && isCooling() ? known.status() : 0;
    }

    /** Nanoseconds until it may be asked again; 0 if it may be asked now. */
    long readyIn() {
        Cooling known = cooling;
        long cool = known == null ? 0 : Math.max(0, known.until() - nanoTime.getAsLong());
        return Math.max(cool, circuit.opensAgainIn());
    }

    Standing standing() {
        if (isCooling()) {
            return Standing.COOLING;
        }
        return switch (circuit.state()) {
            case CLOSED -> Standing.HEALTHY;
            case OPEN -> circuit.admits() ? Standing.PROBED : Standing.OPEN;
            case HALF_OPEN -> Standing.PROBED;
        };
    }
}
