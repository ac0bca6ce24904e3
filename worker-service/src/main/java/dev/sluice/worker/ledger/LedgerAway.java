package dev.sluice.worker.ledger;

/** Kafka did not confirm or give back a record in time; what happened to it is not known. */
public final class LedgerAway extends RuntimeException {

    private static final long serialVersionUID = 1L;

    LedgerAway(String message, Throwable cause) {
        super(message, cause, false, false);
    }
}
