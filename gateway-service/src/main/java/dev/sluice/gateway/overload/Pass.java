package dev.sluice.gateway.overload;

import dev.sluice.gateway.errors.ApiError;
import dev.sluice.gateway.wire.Flight;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** The place one call has in this replica, from its first line to its last byte. */
public final class Pass {

    private final Gate gate;
    private final Priority priority;
    private final Context context = Objects.requireNonNull(Vertx.currentContext(), "not on an event loop");
    private final AtomicBoolean left = new AtomicBoolean();
    private volatile @Nullable Flight flight;

    Pass(Gate gate, Priority priority) {
        this.gate = gate;
        this.priority = priority;
    }

    Priority priority() {
        return priority;
    }

    /** What the call does is done by this flight. */
    public void carries(Flight flight) {
        this.flight = flight;
    }

    /** The place is free again; only the first call counts. */
    public void leave() {
        if (left.compareAndSet(false, true)) {
            gate.left(this);
        }
    }

    /** Ends the call with an error its client gets to read. From any thread. */
    void abort(ApiError why) {
        context.runOnContext(now -> {
            Flight running = flight;
            if (running != null) {
                running.abort(why);
            }
        });
    }
}
