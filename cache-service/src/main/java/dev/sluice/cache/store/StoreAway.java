package dev.sluice.cache.store;

/** The store cannot be reached, or not in time. */
public final class StoreAway extends RuntimeException {

    private static final long serialVersionUID = 1L;

    StoreAway(String why) {
        super(why, null, false, false);
    }
}
