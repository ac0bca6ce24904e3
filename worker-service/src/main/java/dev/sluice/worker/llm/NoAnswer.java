package dev.sluice.worker.llm;

/** A call to a model failed; nothing is known of the answer beyond what was told. */
public final class NoAnswer extends Exception {

    private static final long serialVersionUID = 1L;

    private final int status;

    NoAnswer(String message, int status) {
        super(message, null, false, false);
        this.status = status;
    }

    /** The gateway's HTTP status; 0 when there was none, or the answer broke off after it had begun. */
    public int status() {
        return status;
    }

    /** Whether the same call may well be answered later. */
    public boolean isPassing() {
        return status == 0 || status == 408 || status == 429 || status >= 500;
    }
}
