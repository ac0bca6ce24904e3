package dev.sluice.gateway.policy;

import org.jspecify.annotations.Nullable;

/**
 * What a route wants otherwise than the configuration says. Absent parts are as configured.
 *
 * @param cache when answers are reused
 * @param optimize how far prompts are shortened
 */
public record Policy(@Nullable Caching cache, @Nullable Optimizing optimize) {

    /** As configured. */
    public static final Policy NONE = new Policy(null, null);
}
