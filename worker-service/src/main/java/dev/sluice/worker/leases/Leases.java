package dev.sluice.worker.leases;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Who may work on something. A lease ends by itself unless renewed; at most one is live for a name at any time. Correct
 * final states do not rest on leases alone: what is published is also checked against the ledger.
 */
public interface Leases {

    /**
     * What is leased.
     *
     * @param tenant whose it is
     * @param id a task's id, or another name
     */
    record Name(String tenant, String id) {}

    /**
     * A lease that was granted.
     *
     * @param name what is leased
     * @param token the fencing token: the number the claimer gave, and who it is
     * @param until when it ends unless renewed
     */
    record Lease(Name name, String token, Instant until) {}

    /** What came of a renewal. */
    enum Renewal {
        /** Still held, for another period. */
        KEPT,
        /** Still held, but the owner of the work asked to cancel it. */
        CANCEL_ASKED,
        /** Somebody else has it, or could have had it; stop. */
        LOST
    }

    /**
     * A lease for {@link #period()}, unless somebody holds one.
     *
     * @param fence grows with each claim of the same name; for a task, the version of the record it was claimed at
     */
    Optional<Lease> claim(Name name, long fence);

    /** Begins the period anew. */
    Renewal renew(Lease lease);

    /** Gives it back at once; nothing happens when it is no longer held. */
    void release(Lease lease);

    /** Leaves word for the holder, who reads it at the next renewal. */
    void askCancel(Name name);

    /** Whether nobody holds a live lease. */
    boolean isFree(Name name);

    /** Whether a missing lease proves that nobody works: not while the store is away or has just come back. */
    default boolean canTakeOver() {
        return true;
    }

    /** Whether a fencing token was given to this worker, by this process or an earlier one that is gone. */
    boolean isOurs(String token);

    /** How long a lease must have been missing before that proves anything. */
    default Duration grace() {
        return Duration.ZERO;
    }

    /** How long a lease lasts. */
    Duration period();

    /** {@code local}, {@code redis}, or {@code redis-away} while a local stand-in serves. */
    String kind();
}
