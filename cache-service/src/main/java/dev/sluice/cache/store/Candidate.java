package dev.sluice.cache.store;

import java.time.Instant;

/**
 * A question that may be similar to another one of its scope.
 *
 * @param id the answer it belongs to
 * @param text the question as it was asked
 * @param vector its embedding, of length 1
 * @param expiresAt when its answer expires
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody, changed by nobody, copied too dearly
public record Candidate(String id, String text, float[] vector, Instant expiresAt) {

    /** About how much memory it takes, in bytes. */
    public int bytes() {
        return 160 + 4 * vector.length + 2 * text.length();
    }
}
