package dev.sluice.analytics.store;

/** The store cannot be used now: the file is locked or broken, the disk is full, or too many ask at once. */
public final class StoreAway extends RuntimeException {

    private static final long serialVersionUID = 1L;

    StoreAway(String message, Throwable cause) {
        super(message, cause);
    }

    StoreAway(String message) {
        super(message);
    }
}
