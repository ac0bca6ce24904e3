package dev.sluice.worker.lanes;

import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.ToIntFunction;

/**
 * How many tasks of a tenant and of a type may run at the same time. What runs here is counted here; what runs at other
 * workers is read from the ledger each time it is asked for, so no count can leak: a task that ends, however it ends,
 * counts no more. Not safe for use by several threads at once.
 */
final class Caps {

    /**
     * The limits; empty means none.
     *
     * @param perTenant for every tenant
     * @param perType by type
     */
    record Limits(OptionalInt perTenant, Map<String, Integer> perType) {

        static final Limits NONE = new Limits(OptionalInt.empty(), Map.of());
    }

    /**
     * What runs at all workers, this one included, as the ledger tells it.
     *
     * @param ofTenant by tenant
     * @param ofType by type
     */
    record Everywhere(ToIntFunction<String> ofTenant, ToIntFunction<String> ofType) {

        static final Everywhere UNKNOWN = new Everywhere(tenant -> 0, type -> 0);
    }

    private final Limits limits;
    private final Everywhere everywhere;
    private final Map<String, Integer> ofTenant = new HashMap<>();
    private final Map<String, Integer> ofType = new HashMap<>();

    Caps(Limits limits, Everywhere everywhere) {
        this.limits = limits;
        this.everywhere = everywhere;
    }

    boolean tenantIsFull(String tenant) {
        return limits.perTenant().isPresent()
                && Math.max(
                                ofTenant.getOrDefault(tenant, 0),
                                everywhere.ofTenant().applyAsInt(tenant))
                        >= limits.perTenant().getAsInt();
    }

    boolean typeIsFull(String type) {
        return freeOfType(type) <= 0;
    }

    /** How many more of a type may start. */
    int freeOfType(String type) {
        Integer limit = limits.perType().get(type);
        return limit == null
                ? Integer.MAX_VALUE
                : limit
                        - Math.max(
                                ofType.getOrDefault(type, 0),
                                everywhere.ofType().applyAsInt(type));
    }

    void started(Wakeup wakeup) {
        ofTenant.merge(wakeup.tenant(), 1, Integer::sum);
        ofType.merge(wakeup.type(), 1, Integer::sum);
    }

    void ended(Wakeup wakeup) {
        ofTenant.computeIfPresent(wakeup.tenant(), (tenant, count) -> count > 1 ? count - 1 : null);
        ofType.computeIfPresent(wakeup.type(), (type, count) -> count > 1 ? count - 1 : null);
    }

    /** Whether nothing runs. */
    boolean isIdle() {
        return ofTenant.isEmpty() && ofType.isEmpty();
    }
}
