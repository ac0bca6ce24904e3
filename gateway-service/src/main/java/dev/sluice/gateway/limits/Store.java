package dev.sluice.gateway.limits;

import io.vertx.core.Future;
import java.util.List;

/** Counters and open reservations. All operations are all or nothing; those on a reservation that is gone do nothing. */
interface Store {

    /** Takes a claim's amounts, or nothing. */
    Future<Verdict> admit(Claim claim);

    /**
     * Raises what a reservation holds.
     *
     * @param tokens in all
     * @param nano in all
     * @return whether it was granted; also true when there is no such reservation any more
     */
    Future<Boolean> topUp(String tenant, String id, long tokens, long nano);

    /** Ends a reservation: what was used stays, the rest is given back. */
    Future<Void> settle(String tenant, String id, Actual actual);

    /** Counts what was used without being reserved here. */
    Future<Void> charge(String tenant, List<Line> lines);

    /** Where the counters of lines stand. */
    Future<List<Standing>> look(String tenant, List<Line> lines);
}
