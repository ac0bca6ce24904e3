package dev.sluice.worker.leases;

/** The lease store did not answer in time or answered with an error. */
final class StoreAway extends RuntimeException {

    private static final long serialVersionUID = 1L;

    StoreAway(String message, Throwable cause) {
        super(message, cause, false, false);
    }
}
