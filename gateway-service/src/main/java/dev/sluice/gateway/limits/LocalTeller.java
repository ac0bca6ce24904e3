package dev.sluice.gateway.limits;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.List;

/** Without Redis this process counts alone. */
final class LocalTeller implements Teller {

    private final LocalStore store;

    LocalTeller(LocalStore store) {
        this.store = store;
    }

    @Override
    public Future<Taken> take(Claim claim) {
        return store.admit(claim).map(verdict -> new Taken(verdict, claim, new StoreHolder(store, claim), Mode.EXACT));
    }

    @Override
    public Future<List<Standing>> look(String tenant, List<Line> lines) {
        return store.look(tenant, lines);
    }

    @Override
    public JsonObject describe() {
        return new JsonObject().put("store", "local").put("state", "UP");
    }

    @Override
    public boolean isDegraded() {
        return false;
    }

    /** A reservation that is kept where it was made. */
    private record StoreHolder(Store store, Claim claim) implements Reservation.Holder {

        @Override
        public Future<Boolean> topUp(long tokens, long nano) {
            return store.topUp(claim.tenant(), claim.id(), tokens, nano);
        }

        @Override
        public void settle(Actual actual) {
            store.settle(claim.tenant(), claim.id(), actual);
        }
    }
}
