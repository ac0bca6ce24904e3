package dev.sluice.gateway.journey;

import dev.sluice.gateway.answer.Answer;
import dev.sluice.gateway.wire.Delivery;
import io.vertx.core.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/**
 * How a call to a model came out.
 *
 * @param status the HTTP status for the client
 * @param how how the delivery ended
 * @param whole the body, where it is still to be sent; absent if it has been sent as it came
 * @param answer what it says; absent for an error
 */
record Outcome(
        int status,
        Delivery how,
        @Nullable Buffer whole,
        @Nullable Answer answer) {

    /** Whether it may be kept: whole, plain words, ended by the model itself, no refusal to answer. */
    boolean isWorthKeeping() {
        return isPlain() && answer != null && "stop".equals(answer.finish());
    }

    /** Whether it can be said as a chat completion document: whole, plain words. */
    boolean isPlain() {
        return status == 200
                && how == Delivery.COMPLETE
                && answer != null
                && !answer.isError()
                && !answer.isGarbled()
                && !answer.isRicher()
                && !answer.overflowed()
                && answer.finish() != null
                && answer.characters() > 0;
    }

    /** The word for events and logs; null when all went well. */
    @Nullable
    String error() {
        return switch (how) {
            case COMPLETE ->
                status >= 400 ? "upstream_" + status : answer != null && answer.isError() ? "upstream_error" : null;
            case CUT -> "upstream_cut";
            case TIMEOUT -> "timeout";
            case CLIENT_GONE -> "client_gone";
        };
    }
}
