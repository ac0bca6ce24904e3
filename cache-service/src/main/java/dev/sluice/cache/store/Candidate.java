package dev.sluice.cache.store;

import java.time.Instant;

/**
 * A question that may be similar to another one of its scope; its vector lies in the scope's index.
 *
 * @param id the answer it belongs to
 * @param text the question as it was asked
 * @param expiresAt when its answer expires
 */
record Candidate(String id, String text, Instant expiresAt) {

    private static final int BYTES_BESIDE_TEXT = 120;

    /** The question of an answer. */
    static Candidate of(Answer answer) {
        return new Candidate(answer.id(), answer.text(), answer.expiresAt());
    }

    boolean isAlive(Instant now) {
        return now.isBefore(expiresAt);
    }

    /** About how much memory it takes, in bytes, its vector not counted. */
    int bytes() {
        return BYTES_BESIDE_TEXT + 2 * text.length();
    }
}
