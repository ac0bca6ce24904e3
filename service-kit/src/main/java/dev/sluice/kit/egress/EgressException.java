package dev.sluice.kit.egress;

/** A call to the outside that got no answer. The message can be shown to whoever named the URL. */
public sealed class EgressException extends Exception {

    private static final long serialVersionUID = 1L;

    private EgressException(String message) {
        super(message, null, false, false);
    }

    /** The URL must not be called, now or later; nothing was sent. */
    public static final class Refused extends EgressException {
        private static final long serialVersionUID = 1L;

        Refused(String message) {
            super(message);
        }
    }

    /** Nobody answered, or not in time, or it broke off; it may go better another time. */
    public static final class Failed extends EgressException {
        private static final long serialVersionUID = 1L;

        Failed(String message) {
            super(message);
        }
    }
}
