package dev.sluice.gateway.wire;

import dev.sluice.gateway.answer.Answer;
import dev.sluice.gateway.answer.SseTap;
import dev.sluice.gateway.errors.ApiError;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpServerResponse;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * One stream of events on its way from an upstream to a client. Bytes leave as they came; only the tail of an event that
 * has not ended yet waits for its end, so that a cut never leaves half an event behind, and what comes before the first
 * word (a role, comments) waits for it, so that another upstream may still take over. A stream that does not say that it
 * is complete gets an error event instead of an end.
 */
final class EventPipe {

    /** An unfinished event larger than this is passed on as it comes. */
    private static final int LARGEST_TAIL = 64 * 1024;

    private final Attempt attempt;
    private final HttpClientResponse from;
    private final HttpServerResponse client;
    private final Runnable begin;
    private final SseTap tap;
    private final UnaryOperator<byte[]> translate;
    private final Function<ApiError, byte[]> lastWords;
    private final Promise<Delivery> done = Promise.promise();

    private Buffer tail = Buffer.buffer(0);
    private boolean begun;
    private boolean torn;
    private boolean waitsForClient;

    EventPipe(
            Attempt attempt,
            HttpClientResponse from,
            HttpServerResponse client,
            Runnable begin,
            SseTap tap,
            UnaryOperator<byte[]> translate,
            Function<ApiError, byte[]> lastWords) {
        this.attempt = attempt;
        this.from = from;
        this.client = client;
        this.begin = begin;
        this.tap = tap;
        this.translate = translate;
        this.lastWords = lastWords;
    }

    /** Fails with an {@link ApiError} when it ends before the client got a byte. */
    Future<Delivery> start() {
        from.handler(this::chunk);
        from.endHandler(end -> end());
        from.exceptionHandler(broken -> end());
        attempt.onAbort(this::end);
        if (!done.future().isComplete()) {
            from.resume();
        }
        return done.future();
    }

    private void chunk(Buffer raw) {
        if (done.future().isComplete()) {
            return;
        }
        attempt.chunk();
        byte[] bytes = translate.apply(raw.getBytes());
        int boundary = tap.accept(bytes);
        if (!attempt.isWon() && !wins(bytes.length)) {
            tail.appendBytes(bytes);
            return;
        }
        if (done.future().isComplete()) {
            return;
        }
        forward(Buffer.buffer(bytes), boundary);
    }

    /** Whether the client gets what is here; if not, it waits for more, or for another attempt. */
    private boolean wins(int more) {
        Answer answer = tap.answer();
        if (answer.hasSubstance() || tail.length() + more > LARGEST_TAIL) {
            attempt.won();
            return true;
        }
        if (!answer.isError() && !answer.isGarbled()) {
            return false;
        }
        if (!yields()) {
            attempt.won();
        }
        return true;
    }

    /** Whether another attempt takes over from this one, which has brought nothing but an error, nonsense or an end. */
    private boolean yields() {
        ApiError why = ApiError.upstreamFailed(
                "upstream_error", "The upstream began its answer with an error, or with nothing that can be read.");
        if (attempt.yields(why)) {
            done.tryFail(why);
            return true;
        }
        return false;
    }

    private void forward(Buffer bytes, int boundary) {
        int length = bytes.length();
        if (boundary == length && tail.length() == 0) {
            write(bytes);
            torn = false;
        } else if (boundary > 0) {
            write(tail.appendBuffer(bytes, 0, boundary));
            tail = bytes.getBuffer(boundary, length);
            torn = false;
        } else {
            tail.appendBuffer(bytes);
        }
        if (tail.length() > LARGEST_TAIL) {
            write(tail);
            tail = Buffer.buffer(0);
            torn = true;
        }
    }

    private void write(Buffer bytes) {
        if (bytes.length() == 0 || client.closed()) {
            return;
        }
        if (!begun) {
            begun = true;
            begin.run();
        }
        client.write(bytes);
        if (client.writeQueueFull() && !waitsForClient) {
            waitsForClient = true;
            attempt.held(true);
            from.pause();
            client.drainHandler(drained -> {
                waitsForClient = false;
                attempt.held(false);
                from.resume();
            });
        }
    }

    /** The upstream ended or broke, or the call was ended early. */
    private void end() {
        if (done.future().isComplete()) {
            return;
        }
        if (attempt.isClientGone()) {
            done.complete(Delivery.CLIENT_GONE);
        } else if (tap.answer().isTerminal() && (attempt.isWon() || !attempt.isAborted())) {
            if (attempt.isWon() || !yields()) {
                attempt.won();
                write(tail);
                finish(Delivery.COMPLETE);
            }
        } else {
            unfinished();
        }
    }

    private void unfinished() {
        ApiError ours = attempt.reason();
        ApiError why = ours == null
                ? ApiError.upstreamFailed(
                        "upstream_cut",
                        "The upstream broke off before its answer was complete; what came is not whole.")
                : ours;
        if (!attempt.isWon()) {
            done.fail(why);
            return;
        }
        if (!tap.answer().isError()) {
            client.write(Buffer.buffer(torn ? "\n\n" : "").appendBytes(lastWords.apply(why)));
        }
        attempt.broke();
        finish(ours == null ? Delivery.CUT : Delivery.TIMEOUT);
    }

    private void finish(Delivery how) {
        done.complete(how);
    }
}
