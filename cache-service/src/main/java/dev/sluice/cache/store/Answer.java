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
 * @param tokens tokens the answer used, as its document says; 0 when it does not
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
        long tokens) {

    /** Whether it may be served at this moment. */
    public boolean isAlive(Instant now) {
        return now.isBefore(expiresAt);
    }

    /** About how much memory it takes, in bytes. */
    public int bytes() {
        return 256 + document.length() + 2 * text.length() + model.length();
    }
}
