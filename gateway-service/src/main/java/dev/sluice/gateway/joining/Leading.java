package dev.sluice.gateway.joining;

import dev.sluice.gateway.errors.ApiError;
import dev.sluice.gateway.resume.StreamLog;
import dev.sluice.gateway.wire.Interposed;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.MultiMap;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Writes down the events that a leader's client is sent. While others follow, a client that reads slowly does not hold the
 * call up: it gets what it missed from what was written down. Lives on one event loop.
 */
final class Leading extends Interposed {

    private static final int PAGE = 64 * 1024;

    private final HttpServerResponse client;
    private final Joint joint;
    private final StreamLog log;
    private final boolean usage;
    private final Function<ApiError, byte[]> tooSlow;
    private final Runnable unshareable;
    private @Nullable Handler<Void> paused;
    private @Nullable Promise<Void> caughtUp;
    private @Nullable Buffer farewell;
    private long sent;
    private boolean begun;
    private boolean cut;
    private boolean behind;

    Leading(
            HttpServerResponse client,
            Joint joint,
            StreamLog log,
            boolean usage,
            Function<ApiError, byte[]> tooSlow,
            Runnable unshareable) {
        super(client);
        this.client = client;
        this.joint = joint;
        this.log = log;
        this.usage = usage;
        this.tooSlow = tooSlow;
        this.unshareable = unshareable;
    }

    void cut() {
        cut = true;
    }

    @Override
    public Future<Void> write(Buffer data) {
        if (cut) {
            return last(data);
        }
        String type = headers().get("content-type");
        if (type == null || !type.startsWith("text/event-stream")) {
            // A document too large to be held back.
            unshareable.run();
            return client.write(data);
        }
        if (!begun) {
            begun = true;
            log.add(Joint.Piece.opening(usage));
        }
        log.add(data);
        if (behind) {
            return Future.succeededFuture();
        }
        sent = log.last();
        return client.write(data);
    }

    private Future<Void> last(Buffer data) {
        if (!behind) {
            return client.write(data);
        }
        farewell = farewell == null ? data.copy() : farewell.appendBuffer(data);
        return Future.succeededFuture();
    }

    @Override
    public Future<Void> end(Buffer data) {
        return client.end(data);
    }

    @Override
    public boolean writeQueueFull() {
        if (behind || !client.writeQueueFull()) {
            return false;
        }
        if (!joint.isFollowed() || !begun) {
            return true;
        }
        fallBehind();
        return false;
    }

    @Override
    public HttpServerResponse drainHandler(@Nullable Handler<Void> handler) {
        paused = handler;
        client.drainHandler(drained -> goOn());
        return this;
    }

    private void goOn() {
        Handler<Void> held = paused;
        paused = null;
        if (held != null) {
            held.handle(null);
        }
    }

    /** Others follow now: the call does not wait for the leader's client any more. */
    void hasCompany() {
        if (paused != null && begun) {
            fallBehind();
            goOn();
        }
    }

    private void fallBehind() {
        behind = true;
        client.drainHandler(drained -> catchUp());
    }

    private void catchUp() {
        while (behind) {
            if (client.writeQueueFull()) {
                client.drainHandler(drained -> catchUp());
                return;
            }
            switch (log.after(sent, PAGE)) {
                case StreamLog.Page.Events page -> {
                    sent = page.last();
                    page.parts().forEach(this::pass);
                    behind = !page.parts().isEmpty();
                }
                case StreamLog.Page.TooLate late -> giveUp();
                case StreamLog.Page.Lost lost -> behind = false;
            }
        }
        Buffer words = farewell;
        farewell = null;
        if (words != null) {
            client.write(words);
        }
        if (caughtUp != null) {
            caughtUp.tryComplete();
        }
    }

    private void pass(Buffer piece) {
        if (Joint.Piece.of(piece) instanceof Joint.Piece.Events events) {
            client.write(events.bytes());
        }
    }

    private void giveUp() {
        behind = false;
        farewell = null;
        cut = true;
        client.write(Buffer.buffer(tooSlow.apply(ApiError.gone(
                "stream_too_old",
                "This client reads slower than the stream is kept; what follows is lost. Ask again."))));
    }

    /** When the client has been sent all that was written. */
    Future<Void> caughtUp() {
        if (!behind) {
            return Future.succeededFuture();
        }
        Promise<Void> done = Promise.promise();
        caughtUp = done;
        return done.future();
    }

    void gone() {
        behind = false;
        if (caughtUp != null) {
            caughtUp.tryComplete();
        }
    }

    @Override
    public MultiMap headers() {
        return client.headers();
    }

    @Override
    public boolean reset() {
        return reset(0);
    }

    @Override
    public boolean reset(long code) {
        unshareable.run();
        return client.reset(code);
    }
}
