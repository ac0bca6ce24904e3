package dev.sluice.gateway.wire;

import dev.sluice.gateway.errors.ApiError;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpServerResponse;

/**
 * An answer that is held back until it is whole, so that one that is cut becomes a clear error. One that outgrows the
 * bound is passed on as it comes; if that is cut, the client's connection is closed, since nothing else can be said.
 */
final class WholeBody {

    private final long bound;
    private final Attempt attempt;
    private final HttpClientResponse from;
    private final HttpServerResponse client;
    private final Runnable begin;
    private final Promise<Wire.Arrived> done = Promise.promise();

    private Buffer held = Buffer.buffer();
    private boolean passing;

    WholeBody(long bound, Attempt attempt, HttpClientResponse from, HttpServerResponse client, Runnable begin) {
        this.bound = bound;
        this.attempt = attempt;
        this.from = from;
        this.client = client;
        this.begin = begin;
    }

    Future<Wire.Arrived> start() {
        from.handler(this::chunk);
        from.endHandler(end -> complete());
        from.exceptionHandler(broken -> cut());
        attempt.onAbort(this::cut);
        if (!done.future().isComplete()) {
            from.resume();
        }
        return done.future();
    }

    private void chunk(Buffer chunk) {
        if (done.future().isComplete()) {
            return;
        }
        attempt.firstByte();
        attempt.chunk();
        if (passing) {
            write(chunk);
            return;
        }
        held.appendBuffer(chunk);
        if (held.length() > bound) {
            passing = true;
            attempt.won();
            begin.run();
            write(held);
            held = Buffer.buffer();
        }
    }

    private void write(Buffer bytes) {
        if (client.closed()) {
            return;
        }
        client.write(bytes);
        if (client.writeQueueFull()) {
            attempt.held(true);
            from.pause();
            client.drainHandler(drained -> {
                attempt.held(false);
                from.resume();
            });
        }
    }

    private void complete() {
        attempt.firstByte();
        done.tryComplete(passing ? new Wire.Passed(Delivery.COMPLETE) : new Wire.Whole(held));
    }

    private void cut() {
        if (done.future().isComplete()) {
            return;
        }
        if (attempt.isClientGone()) {
            done.complete(new Wire.Passed(Delivery.CLIENT_GONE));
            return;
        }
        ApiError why = attempt.reason();
        if (!passing) {
            done.fail(
                    why != null
                            ? why
                            : ApiError.upstreamFailed(
                                    "upstream_cut",
                                    "The upstream broke off before its answer was complete. Try again."));
            return;
        }
        attempt.broke();
        client.reset();
        done.complete(new Wire.Passed(why == null ? Delivery.CUT : Delivery.TIMEOUT));
    }
}
