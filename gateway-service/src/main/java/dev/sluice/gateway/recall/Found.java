package dev.sluice.gateway.recall;

import io.vertx.core.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/**
 * A stored answer that fits.
 *
 * @param document the chat completion document, byte for byte as stored
 * @param layer where it was found: {@code near}, {@code exact} or {@code semantic}
 * @param ageSeconds how old it is
 * @param similarity cosine similarity of the questions; only for one in other words
 * @param entryId the entry in the cache-service; absent for an answer that this replica fetched itself
 * @param stale whether it should be asked for again in the background
 * @param audit whether the model should be asked too, in the background, to compare
 * @param inquiry what was asked of the cache-service; absent for an answer from the near cache
 */
public record Found(
        Buffer document,
        String layer,
        long ageSeconds,
        @Nullable Double similarity,
        @Nullable String entryId,
        boolean stale,
        boolean audit,
        @Nullable Inquiry inquiry)
        implements Recall.Result {

    /** An answer that this replica fetched just now. */
    static Found fetched(Buffer document) {
        return new Found(document, "near", 0, null, null, false, false, null);
    }

    /** Whether it answers the question in other words. */
    public boolean isSemantic() {
        return similarity != null;
    }

    /** HIT or SEMANTIC, as told to the client. */
    public String outcome() {
        return isSemantic() ? "SEMANTIC" : "HIT";
    }

    /** As the near cache gives it: what was to be done in the background is done once. */
    Found aged(long seconds) {
        return new Found(document, "near", seconds, similarity, entryId, false, false, null);
    }
}
