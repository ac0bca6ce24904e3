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

    /** About how much memory it takes, in bytes. */
    public int bytes() {
        return 256 + document.length() + 2 * text.length() + model.length();
    }
}
