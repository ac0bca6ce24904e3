package dev.sluice.gateway.idempotency;

import dev.sluice.gateway.errors.ApiError;
import java.util.Set;

/** What becomes of a request with an {@code Idempotency-Key}. */
public sealed interface Verdict {

    /**
     * It runs.
     *
     * @param guarded false when another one with its key may be running, since the store is away
     */
    record Run(boolean guarded) implements Verdict {}

    /** It is answered as before. */
    record Replay(Kept kept) implements Verdict {}

    /** It is refused. */
    record Refuse(ApiError error) implements Verdict {}

    /** Refusals that say nothing about the request: the same request may be served a moment, or a payment, later. */
    Set<Integer> PASSING = Set.of(401, 402, 403, 408, 409, 425, 429);

    /**
     * The verdict on a request.
     *
     * @param found what there was under its name
     * @param body digest of its body
     */
    static Verdict on(Found found, String body) {
        return switch (found) {
            case Found.Nothing nothing -> new Run(true);
            case Found.Unknown unknown -> new Run(false);
            case Found.Running running -> new Refuse(running.body().equals(body) ? inProgress() : reused());
            case Found.Finished finished ->
                finished.kept().request().equals(body) ? new Replay(finished.kept()) : new Refuse(reused());
        };
    }

    /** Whether a whole answer with this status is the last word on its request. */
    static boolean isFinal(int status) {
        return status < 500 && !PASSING.contains(status);
    }

    private static ApiError inProgress() {
        return ApiError.conflict(
                "idempotency_in_progress",
                "A request with this Idempotency-Key is still running. Send it again after retry-after to get its answer.",
                1);
    }

    private static ApiError reused() {
        return ApiError.unprocessable(
                "Idempotency-Key",
                "idempotency_key_reused",
                "This Idempotency-Key was used for a request with another body. Use a new key for a new request.");
    }
}
