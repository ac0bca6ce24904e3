package dev.sluice.gateway.limits;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.List;

/** Takes claims to the right store. */
interface Teller {

    /**
     * What came of a claim.
     *
     * @param verdict granted or denied
     * @param claim as it was put, with the limits that held
     * @param holder of what was granted; of nothing when denied
     * @param mode who decided
     */
    record Taken(Verdict verdict, Claim claim, Reservation.Holder holder, Mode mode) {}

    /** Who decides. */
    enum Mode {
        /** Counters that all replicas share, or the only ones there are. */
        EXACT,
        /** This replica's share, since the shared counters cannot be asked. */
        SHARE,
        /** Nobody: a hard budget cannot be checked. */
        UNKNOWN
    }

    /** Never fails. */
    Future<Taken> take(Claim claim);

    /** Where counters stand; fails when nobody knows. */
    Future<List<Standing>> look(String tenant, List<Line> lines);

    /** How counting is, for the status page. */
    JsonObject describe();

    /** Whether counting is not exact at the moment. */
    boolean isDegraded();
}
