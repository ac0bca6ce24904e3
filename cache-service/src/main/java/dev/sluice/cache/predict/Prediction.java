package dev.sluice.cache.predict;

import io.quarkus.runtime.annotations.RegisterForReflection;
import org.jspecify.annotations.Nullable;

/**
 * What prediction did for a tenant on this replica since it started.
 *
 * @param enabled whether it is on for this tenant
 * @param predicted follow-ups that were expected
 * @param present those whose answer was there already
 * @param submitted those the worker was asked to fetch
 * @param leftOut those beyond the budget, or that the worker did not take
 * @param prefetched answers that came
 * @param used those that were served
 * @param wasted those that were not served in time
 * @param precision used by used and wasted, 0 to 1; absent before the first of either
 * @param left calls that may still be made in this hour
 */
@RegisterForReflection
public record Prediction(
        boolean enabled,
        long predicted,
        long present,
        long submitted,
        long leftOut,
        long prefetched,
        long used,
        long wasted,
        @Nullable Double precision,
        long left) {}
