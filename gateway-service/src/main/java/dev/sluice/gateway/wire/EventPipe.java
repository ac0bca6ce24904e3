package dev.sluice.gateway.wire;

import dev.sluice.gateway.answer.SseTap;
import dev.sluice.gateway.errors.ApiError;
import dev.sluice.gateway.errors.OpenAiErrors;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpServerResponse;
import java.util.function.UnaryOperator;

/**
 * One stream of events on its way from an upstream to a client. Bytes leave as they came; only the tail of an event that
 * has not ended yet waits for its end, so that a cut never leaves half an event behind. A stream that does not say that
 * it is complete gets an error event instead of an end.
 */
final class EventPipe {

    /** An unfinished event larger than this is passed on as it comes. */
    private static final int LARGEST_TAIL = 64 * 1024;

    private final Flight flight;
    private final HttpClientResponse from;
    private final HttpServerResponse client;
    private final Runnable begin;
    private final SseTap tap;
    private final UnaryOperator<byte[]> translate;
    private final Promise<Delivery> done = Promise.promise();

    private Buffer tail = Buffer.buffer(0);
    private boolean begun;
    private boolean torn;
    private boolean waitsForClient;

    EventPipe(
            Flight flight,
            HttpClientResponse from,
            HttpServerResponse client,
            Runnable begin,
            SseTap tap,
            UnaryOperator<byte[]> translate) {
        this.flight = flight;
        this.from = from;
        this.client = client;
        this.begin = begin;
        this.tap = tap;
        this.translate = translate;
    }

    /** Fails with an {@link ApiError} when it ends before the client got a byte. */
    Future<Delivery> start() {
        from.handler(this::chunk);
        from.endHandler(end -> end());
        from.exceptionHandler(broken -> end());
        flight.onAbort(this::end);
        if (!done.future().isComplete()) {
            from.resume();
        }
        return done.future();
    }

    private void chunk(Buffer raw) {
        if (done.future().isComplete()) {
            return;
        }
        flight.chunk();
        byte[] bytes = translate.apply(raw.getBytes());
        int boundary = tap.accept(bytes);
        forward(Buffer.buffer(bytes), boundary);
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
            flight.held(true);
            from.pause();
            client.drainHandler(drained -> {
                waitsForClient = false;
                flight.held(false);
                from.resume();
            });
        }
    }

    /** The upstream ended or broke, or the call was ended early. */
    private void end() {
        if (done.future().isComplete()) {
            return;
        }
        if (flight.isClientGone()) {
            done.complete(Delivery.CLIENT_GONE);
        } else if (tap.answer().isTerminal()) {
            write(tail);
            finish(Delivery.COMPLETE);
        } else {
            unfinished();
        }
    }

    private void unfinished() {
        ApiError ours = flight.reason();
        ApiError why = ours == null
                ? ApiError.upstreamFailed(
                        "upstream_cut",
                        "The upstream broke off before its answer was complete; what came is not whole.")
                : ours;
        if (!begun) {
            done.fail(why);
            return;
        }
        if (!tap.answer().isError()) {
            byte[] body = OpenAiErrors.body(why.message(), why.type(), why.param(), why.code());
            client.write(Buffer.buffer(torn ? "\n\ndata: " : "data: ")
                    .appendBytes(body)
                    .appendString("\n\n"));
        }
        finish(ours == null ? Delivery.CUT : Delivery.TIMEOUT);
    }

    private void finish(Delivery how) {
        done.complete(how);
    }
}
