package dev.sluice.gateway.wire;

/** How the delivery of an answer ended. */
public enum Delivery {
    /** Whole: the upstream said all, and all was handed over. */
    COMPLETE,
    /** The upstream broke off, or ended without saying that it was done. */
    CUT,
    /** The upstream took too long in the middle. */
    TIMEOUT,
    /** The client left. */
    CLIENT_GONE
}
