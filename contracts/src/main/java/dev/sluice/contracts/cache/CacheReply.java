package dev.sluice.contracts.cache;

import org.jspecify.annotations.Nullable;

/**
 * What the cache found.
 *
 * @param outcome exact hit, semantic hit or miss
 * @param entryId the entry served, for explaining and deleting it; absent on a miss
 * @param document the stored OpenAI chat completion document as JSON text, byte for byte as remembered; absent on a miss
 * @param ageSeconds how long ago the answer was stored; absent on a miss
 * @param similarity cosine similarity of the questions, 0 to 1; only on a semantic hit
 * @param stale whether the answer may be served once more but should be asked for again in the background
 * @param audit whether the caller should ask the model too, in the background, and send what it says to be compared
 * @param freshSeconds how long the caller may serve the answer from a memory of its own; 0 means not at all, absent means
 *     as long as it usually does
 * @param keepRequest whether the request itself is wanted with the answer that is remembered, to be asked again ahead of
 *     its time
 */
public record CacheReply(
        Outcome outcome,
        @Nullable String entryId,
        @Nullable String document,
        @Nullable Long ageSeconds,
        @Nullable Double similarity,
        boolean stale,
        boolean audit,
        @Nullable Long freshSeconds,
        boolean keepRequest) {

    /** A reply that says nothing of how long it may be kept. */
    public CacheReply(
            Outcome outcome,
            @Nullable String entryId,
            @Nullable String document,
            @Nullable Long ageSeconds,
            @Nullable Double similarity,
            boolean stale,
            boolean audit) {
        this(outcome, entryId, document, ageSeconds, similarity, stale, audit, null, false);
    }

    /** Exact hit, hit by meaning, or nothing. */
    public enum Outcome {
        HIT,
        SEMANTIC,
        MISS
    }

    /** Nothing found. */
    public static CacheReply miss() {
        return new CacheReply(Outcome.MISS, null, null, null, null, false, false);
    }
}
