package dev.sluice.gateway.responses;

/** What is known of a response. */
public sealed interface Lookup {

    /** It is kept. */
    record Found(Kept kept) implements Lookup {}

    /** It is not kept, not any more, or not this tenant's. */
    enum Missing implements Lookup {
        MISSING
    }

    /** This replica does not have it, and those that may cannot be asked, since Redis is away. */
    enum Unknown implements Lookup {
        UNKNOWN
    }
}
