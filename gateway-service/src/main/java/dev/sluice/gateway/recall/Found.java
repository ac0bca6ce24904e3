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
 */
public record Found(
        Buffer document,
        String layer,
        long ageSeconds,
        @Nullable Double similarity) implements Recall.Result {

    /** Whether it answers the question in other words. */
    public boolean isSemantic() {
        return similarity != null;
    }

    /** HIT or SEMANTIC, as told to the client. */
    public String outcome() {
        return isSemantic() ? "SEMANTIC" : "HIT";
    }

    Found aged(long seconds) {
        return new Found(document, "near", seconds, similarity);
    }
}
