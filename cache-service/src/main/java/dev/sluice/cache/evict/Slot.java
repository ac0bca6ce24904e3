package dev.sluice.cache.evict;

import org.jspecify.annotations.Nullable;

/**
 * An entry with its use. Use is noted by any thread without a lock, so that of two at the same moment one may be lost;
 * where it stands is changed under the owner's lock.
 */
final class Slot<V> {

    private final String tenant;
    private final String id;
    private final long hash;
    private final @Nullable V value;
    private final Worth worth;
    private final double density;
    private final int[] places = {-1, -1};
    private volatile long lastUse;
    private volatile double uses;

    /**
     * An entry that is used now.
     *
     * @param uses how often it was used before, this time included
     */
    Slot(String tenant, String id, long hash, @Nullable V value, Worth worth, double uses, long now) {
        this.tenant = tenant;
        this.id = id;
        this.hash = hash;
        this.value = value;
        this.worth = worth;
        this.density = worth.density();
        this.uses = Math.max(1, uses);
        this.lastUse = now;
    }

    /** Notes a use; those of before weigh half as much for each half-life that passed since the last one. */
    void use(long now, double halfLife) {
        uses = 1 + uses * Math.exp((lastUse - now) / (halfLife * Strategy.PER_LN_2));
        lastUse = now;
    }

    boolean isAlive(long nowMillis) {
        return nowMillis < worth.expiresAtMillis();
    }

    String tenant() {
        return tenant;
    }

    String id() {
        return id;
    }

    long hash() {
        return hash;
    }

    @Nullable
    V value() {
        return value;
    }

    Worth worth() {
        return worth;
    }

    double density() {
        return density;
    }

    double uses() {
        return uses;
    }

    long lastUse() {
        return lastUse;
    }

    int place(int shelf) {
        return places[shelf];
    }

    void place(int shelf, int place) {
        places[shelf] = place;
    }
}
