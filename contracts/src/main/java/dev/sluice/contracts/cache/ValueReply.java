package dev.sluice.contracts.cache;

import org.jspecify.annotations.Nullable;

/**
 * A value, or who computes it.
 *
 * @param outcome what is to be done
 * @param value the value; only when found
 */
public record ValueReply(Outcome outcome, @Nullable String value) {

    /** What is to be done. */
    public enum Outcome {
        /** Nothing: here it is. */
        FOUND,
        /** Compute it and keep it: nobody else does. */
        COMPUTE,
        /** Ask again shortly: somebody computes it. */
        WAIT
    }
}
