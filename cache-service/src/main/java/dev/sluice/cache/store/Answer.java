package dev.sluice.cache.store;

import java.time.Instant;

/**
 * An answer as it is kept.
 *
 * @param id the keyed hash of tenant, model, scope and canonical question; hexadecimal
 * @param model the model asked for
 * @param scope the hash of (tenant, model, scope) within which a similar question may be served; hexadecimal
 * @param text the question as it was asked
 * @param canonical the question in its canonical form
 * @param document the chat completion document, as remembered
 * @param storedAt when it was remembered
 * @param expiresAt from when on it is no longer served
 * @param costNano what the answer cost, in nano-USD
 * @param promptTokens tokens of the prompt, as the document says; 0 when it does not
 * @param completionTokens tokens of the answer, likewise
 * @param freshUntil from when on it is only served while a new one is being asked for; not after {@code expiresAt}
 * @param past what was learned of it when it was asked for again
 */
public record Answer(
        String id,
        String model,
        String scope,
        String text,
        String canonical,
        String document,
        Instant storedAt,
        Instant expiresAt,
        long costNano,
        long promptTokens,
        long completionTokens,
        Instant freshUntil,
        Past past) {

    /** An answer that is fresh as long as it lives and was never asked for again. */
    public Answer(
            String id,
            String model,
            String scope,
            String text,
            String canonical,
            String document,
            Instant storedAt,
            Instant expiresAt,
            long costNano,
            long promptTokens,
            long completionTokens) {
        this(
                id,
                model,
                scope,
                text,
                canonical,
                document,
                storedAt,
                expiresAt,
                costNano,
                promptTokens,
                completionTokens,
                expiresAt,
                Past.NONE);
    }

    /**
     * What happened each time an answer was asked for again.
     *
     * @param refreshes how often that was
     * @param changes how often the new answer said something else
     * @param unchangedSeconds how long answers stood, all times together; half of the time where one changed
     */
    public record Past(int refreshes, int changes, long unchangedSeconds) {

        /** Never asked for again. */
        public static final Past NONE = new Past(0, 0, 0);
    }

    /** What a token of a model without a price is counted as, in nano-USD. */
    private static final long FREE_TOKEN_NANO = 20;

    /** Fields, hashes, and the headers of texts. */
    private static final int BYTES_BESIDE_TEXTS = 480;

    /** Whether it may be served at this moment. */
    public boolean isAlive(Instant now) {
        return now.isBefore(expiresAt);
    }

    /** Whether it needs no new answer at this moment. */
    public boolean isFresh(Instant now) {
        return now.isBefore(freshUntil);
    }

    /** Tokens that one hit saves. */
    public long tokens() {
        return promptTokens + completionTokens;
    }

    /** The same with another document. */
    Answer with(String other) {
        return new Answer(
                id,
                model,
                scope,
                text,
                canonical,
                other,
                storedAt,
                expiresAt,
                costNano,
                promptTokens,
                completionTokens,
                freshUntil,
                past);
    }

    /** What one hit saves, for weighing answers against each other: its price, or its tokens at a small one. */
    double saves() {
        return Math.max(1, Math.max(costNano, FREE_TOKEN_NANO * tokens()));
    }

    /** About how much memory it takes, in bytes. */
    public int bytes() {
        return BYTES_BESIDE_TEXTS + bytes(document) + bytes(text) + bytes(canonical) + bytes(model);
    }

    /** A text takes one byte a character as long as all are Latin-1, else two. */
    private static int bytes(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) > 0xFF) {
                return 2 * text.length();
            }
        }
        return text.length();
    }
}
