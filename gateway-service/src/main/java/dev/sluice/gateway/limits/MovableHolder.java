package dev.sluice.gateway.limits;

import io.vertx.core.Future;
import org.jspecify.annotations.Nullable;

/**
 * What was granted from this replica's share. If the shared store turns out to have granted it as well, only later than
 * anyone waited, it is moved there, so that it is counted once and where it belongs.
 */
final class MovableHolder implements Reservation.Holder {

    private final Reservation.Holder own;
    private Reservation.@Nullable Holder shared;
    private boolean settled;

    MovableHolder(Reservation.Holder own) {
        this.own = own;
    }

    @Override
    public synchronized Future<Boolean> topUp(long tokens, long nano) {
        return current().topUp(tokens, nano);
    }

    @Override
    public synchronized void settle(Actual actual) {
        settled = true;
        current().settle(actual);
    }

    synchronized void moveTo(Reservation.Holder other) {
        if (settled) {
            other.settle(Actual.NOTHING);
        } else {
            shared = other;
            own.settle(Actual.NOTHING);
        }
    }

    private Reservation.Holder current() {
        return shared == null ? own : shared;
    }
}
