package dev.sluice.contracts.analytics;

import java.time.Instant;
import java.util.List;

/**
 * What a tenant used in a span of time; {@code GET /analytics/overview}.
 *
 * @param from start, inclusive
 * @param to end, exclusive
 * @param requests completions asked, whatever came of them
 * @param errors completions that ended with status 400 or above, or cut
 * @param cacheHits completions answered from the cache, exactly
 * @param semanticHits completions answered from the cache, by meaning
 * @param inputTokens tokens sent to models
 * @param outputTokens tokens models produced
 * @param costNano what was spent, nano-USD
 * @param savedNano what cache and optimiser saved, nano-USD
 * @param savedTokens tokens that were not sent or produced thanks to cache and optimiser
 * @param latencyP50Ms median duration of completions, milliseconds
 * @param latencyP95Ms 95th percentile of the same
 * @param tasks tasks that reached a final state
 * @param tasksFailed those of them that did not succeed
 * @param models usage by model, most requests first
 * @param series usage by bucket of time, oldest first
 */
public record Overview(
        Instant from,
        Instant to,
        long requests,
        long errors,
        long cacheHits,
        long semanticHits,
        long inputTokens,
        long outputTokens,
        long costNano,
        long savedNano,
        long savedTokens,
        double latencyP50Ms,
        double latencyP95Ms,
        long tasks,
        long tasksFailed,
        List<ByModel> models,
        List<Bucket> series) {

    public Overview {
        models = List.copyOf(models);
        series = List.copyOf(series);
    }

    /** One model's share of an {@link Overview}; same units. */
    public record ByModel(String model, long requests, long inputTokens, long outputTokens, long costNano) {}

    /** One bucket of time of an {@link Overview}; same units. */
    public record Bucket(
            Instant at, long requests, long cacheHits, long semanticHits, long costNano, long savedNano, long tasks) {}
}
