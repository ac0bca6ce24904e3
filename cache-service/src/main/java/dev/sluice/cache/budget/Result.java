package dev.sluice.cache.budget;

/** What the comparison of a served answer with the model's own came to. */
public enum Result {
    /** They tell the same. */
    SAME,
    /** They do not. */
    DIFFERENT,
    /** The comparison cannot tell; counts for nothing but is shown. */
    UNSURE
}
