package dev.sluice.contracts.cache;

import org.jspecify.annotations.Nullable;

/**
 * An answer worth keeping.
 *
 * @param question the question it answers
 * @param document the OpenAI chat completion document as JSON text
 * @param ttlSeconds how long it may be served, at least 1; absent means the service's default
 * @param costNano what the answer cost in nano-USD, so that eviction and reports know what a hit saves
 * @param request the chat completion request as JSON text, if the reply to the look-up wanted it
 */
public record CacheEntry(
        CacheQuestion question,
        String document,
        @Nullable Long ttlSeconds,
        long costNano,
        @Nullable String request) {

    /** An answer whose request nobody wants. */
    public CacheEntry(CacheQuestion question, String document, @Nullable Long ttlSeconds, long costNano) {
        this(question, document, ttlSeconds, costNano, null);
    }
}
