package dev.sluice.cache.store;

/** The store cannot be reached, or not in time. */
public final class StoreAway extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final boolean refusal;

    StoreAway(String why) {
        this(why, false);
    }

    private StoreAway(String why, boolean refusal) {
        super(why, null, false, false);
        this.refusal = refusal;
    }

    /** The store is there, but says no to this. */
    static StoreAway refused() {
        return new StoreAway("Redis refused", true);
    }

    /** Whether it answered in time, and the answer was no. */
    boolean isRefusal() {
        return refusal;
    }
}
