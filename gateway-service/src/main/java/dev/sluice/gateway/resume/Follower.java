package dev.sluice.gateway.resume;

import dev.sluice.gateway.errors.ApiError;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;

/** Sends a client the part of a stream it missed, and then the rest as it comes. Lives on one event loop. */
public final class Follower {

    private static final int PAGE = 64 * 1024;

    private final StreamLog log;
    private final HttpServerResponse client;
    private final Function<ApiError, byte[]> lastWords;
    private final Context context = Objects.requireNonNull(Vertx.currentContext(), "not on an event loop");
    private final Runnable more = this::wake;
    private final AtomicBoolean woken = new AtomicBoolean();
    private long seen;
    private boolean waitsForClient;
    private boolean over;

    /**
     * Has sent nothing yet.
     *
     * @param lastWords how an error is said as an event
     */
    public Follower(StreamLog log, Bookmark seen, HttpServerResponse client, Function<ApiError, byte[]> lastWords) {
        this.log = log;
        this.seen = seen.number();
        this.client = client;
        this.lastWords = lastWords;
    }

    /**
     * Begins.
     *
     * @throws ApiError 410 when what was missed is not kept any more; 503 when nobody knows it any more
     */
    public void start() {
        StreamLog.Page first = log.after(seen, 1);
        if (first instanceof StreamLog.Page.Lost(ApiError why)) {
            throw why;
        }
        if (first instanceof StreamLog.Page.TooLate) {
            throw ApiError.gone(
                    "stream_too_old",
                    "What follows event %d of this stream is not kept any more (sluice.gateway.resume.stream). Ask again."
                            .formatted(seen));
        }
        log.listen(more);
        client.setChunked(true)
                .putHeader("content-type", "text/event-stream; charset=utf-8")
                .putHeader("cache-control", "no-cache")
                .putHeader("x-sluice-stream", log.id());
        send();
    }

    /** The client has left. */
    public void stop() {
        over = true;
        log.leave(more);
    }

    /** From any thread; many events may be one wake-up. */
    private void wake() {
        if (woken.compareAndSet(false, true)) {
            context.runOnContext(go -> send());
        }
    }

    private void send() {
        woken.set(false);
        while (!over && !waitsForClient) {
            switch (log.after(seen, PAGE)) {
                case StreamLog.Page.TooLate late -> {
                    finish(Buffer.buffer(lastWords.apply(ApiError.gone(
                            "stream_too_old",
                            "This client reads slower than the stream is kept; what follows is lost."))));
                }
                case StreamLog.Page.Lost(ApiError why) -> finish(Buffer.buffer(lastWords.apply(why)));
                case StreamLog.Page.Events page -> {
                    seen = page.last();
                    if (page.ended()) {
                        finish(page.events());
                    } else if (page.parts().isEmpty()) {
                        return;
                    } else {
                        write(page.events());
                    }
                }
            }
        }
    }

    private void write(Buffer events) {
        client.write(events);
        if (client.writeQueueFull()) {
            waitsForClient = true;
            client.drainHandler(drained -> {
                waitsForClient = false;
                send();
            });
        }
    }

    private void finish(Buffer last) {
        stop();
        client.end(last);
    }
}
