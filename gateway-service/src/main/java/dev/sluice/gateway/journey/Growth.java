package dev.sluice.gateway.journey;

import dev.sluice.gateway.answer.Answer;
import dev.sluice.gateway.errors.ApiError;
import dev.sluice.gateway.limits.Reservation;
import dev.sluice.gateway.usage.TokenCounter;

/**
 * An answer that is paid for while it grows. Its tokens are counted piece by piece, each piece once; what is not words
 * is taken to have four characters a token.
 */
final class Growth {

    private static final int PIECE = 256;

    private final Reservation reservation;
    private final TokenCounter counter;
    private final String model;
    private long characters;
    private long tokens;

    Growth(Reservation reservation, TokenCounter counter, String model) {
        this.reservation = reservation;
        this.counter = counter;
        this.model = model;
    }

    /** More of the answer is there; ends the call when there is nothing left to pay for it. */
    void saw(Answer answer, Exchange x) {
        long fresh = answer.characters() - characters;
        if (fresh < PIECE || !reservation.grows()) {
            return;
        }
        CharSequence piece = answer.since(characters);
        tokens += counter.isQuick(piece.length()) && piece.length() == fresh
                ? counter.count(model, piece)
                : TokenCounter.rough(fresh);
        characters = answer.characters();
        // Later: this chunk is on its way to the client, and nothing may follow the error.
        reservation.progress(tokens, () -> x.route.vertx().runOnContext(later -> x.flight.abort(ApiError.exhausted())));
    }
}
