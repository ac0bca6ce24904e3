package dev.sluice.gateway.wire;

import dev.sluice.gateway.errors.ApiError;
import dev.sluice.gateway.errors.Speech;
import dev.sluice.kit.requests.RequestLog;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The response of a model call as the journey sees it. Behind it, a client that waits for a stream gets comment lines;
 * what the journey says after the first of them still counts as the beginning, except that a refusal becomes an error
 * event. A client that takes nothing for too long is disconnected. A client that leaves may leave the journey going.
 */
final class LiveResponse extends Interposed {

    private static final String COMMENT = ": heartbeat\n\n";
    private static final String EVENTS = "text/event-stream";

    private final Vertx vertx;
    private final RoutingContext route;
    private final HttpServerResponse client;
    private final StreamingConfig config;
    private final Patience patience;
    private final Detached detached;
    private final Keeper keeper;

    private @Nullable Wishes wishes;
    private @Nullable Pulse pulse;

    /** What the journey sets once headers and status cannot reach the client any more. */
    private @Nullable MultiMap late;

    private int lateStatus = 200;
    private boolean begun;
    private boolean over;
    private boolean between = true;
    private @Nullable Handler<Void> waiting;
    private Detached.@Nullable Leave leave;
    private @Nullable BooleanSupplier needed;
    private @Nullable Runnable giveUp;

    LiveResponse(Vertx vertx, RoutingContext route, StreamingConfig config, Detached detached, Keeper keeper) {
        super(route.response());
        this.vertx = vertx;
        this.route = route;
        this.client = route.response();
        this.config = config;
        this.detached = detached;
        this.keeper = keeper;
        this.patience = new Patience(vertx, route.request(), config.stallClient());
    }

    void asked(boolean stream) {
        Wishes wanted = Wishes.of(route.request().headers(), config);
        wishes = wanted;
        if (!stream) {
            return;
        }
        if (wanted.resume()) {
            keeper.begin(client.headers());
        }
        beats(wanted);
    }

    /** The client follows a stream that is there already. */
    void waits() {
        beats(Wishes.of(route.request().headers(), config));
    }

    private void beats(Wishes wanted) {
        if (!wanted.heartbeat().isZero() && !over) {
            pulse = new Pulse(vertx, wanted.heartbeat(), this::beat);
            pulse.start(wanted.firstHeartbeat());
        }
    }

    private void beat() {
        if (over || leave != null || client.closed()) {
            return;
        }
        if (!begun && late == null) {
            late = HttpHeaders.headers();
            client.headers().set("content-type", EVENTS + "; charset=utf-8").set("cache-control", "no-cache");
            client.setStatusCode(200).setChunked(true);
            client.write(COMMENT);
        } else if (between && (!begun || isEvents()) && !client.writeQueueFull()) {
            client.write(COMMENT);
        }
    }

    private boolean isEvents() {
        String type = headers().get("content-type");
        return type != null && type.startsWith(EVENTS);
    }

    @Override
    public Future<Void> write(Buffer data) {
        if (data.length() == 0 && begun) {
            return Future.succeededFuture();
        }
        begin();
        if (pulse != null) {
            pulse.said();
            between = endsAnEvent(data);
        }
        if (!isEvents()) {
            // A document where comments went before is not shown; the end says so.
            return leave != null || late != null ? Future.succeededFuture() : client.write(data);
        }
        Buffer out = keeper.events(data);
        return leave != null || out.length() == 0 ? Future.succeededFuture() : client.write(out);
    }

    @Override
    public Future<Void> end(Buffer data) {
        stop();
        begin();
        Buffer out = last(data);
        if (leave != null) {
            leave.over();
            return Future.succeededFuture();
        }
        Future<Void> ended = client.end(out);
        if (!ended.isComplete()) {
            patience.begin();
            ended.onComplete(done -> patience.end());
        }
        return ended;
    }

    private void begin() {
        if (!begun && late != null && isEvents() && !client.headWritten()) {
            // Who listens behind it has no head that could be out.
            client.headers().setAll(late);
        }
        begun = true;
    }

    private Buffer last(Buffer data) {
        if (isEvents()) {
            return keeper.last(data);
        }
        if (late != null) {
            return keeper.last(LateRefusal.event(Speech.of(route), RequestLog.idOf(route), lateStatus, data));
        }
        keeper.discard(client.headers());
        return data;
    }

    /** An event that is not over must not be interrupted by a comment. */
    private static boolean endsAnEvent(Buffer data) {
        int length = data.length();
        if (length < 2) {
            return false;
        }
        byte last = data.getByte(length - 1);
        byte before = data.getByte(length - 2);
        return (last == '\n' && before == '\n')
                || (last == '\r' && before == '\r')
                || (length >= 4 && last == '\n' && before == '\r' && data.getByte(length - 3) == '\n');
    }

    /** The client has left, and so it ends. */
    void left() {
        stop();
        keeper.discard(HttpHeaders.headers());
    }

    /** No more comments. */
    private void stop() {
        over = true;
        patience.end();
        if (pulse != null) {
            pulse.stop();
        }
    }

    /**
     * The client has left: whether the answer shall be finished all the same.
     *
     * @param giveUp ends the journey after all, should it take too long
     */
    boolean goesOnWithoutClient(Runnable giveUp) {
        Wishes wanted = wishes;
        boolean forOthers = needed != null && needed.getAsBoolean();
        if (over || wanted == null || (wanted.whenLeaves() == StreamingConfig.WhenClientLeaves.CANCEL && !forOthers)) {
            return false;
        }
        Runnable ends = () -> {
            giveUp.run();
            abandon();
        };
        if (forOthers && wanted.whenLeaves() == StreamingConfig.WhenClientLeaves.CANCEL) {
            this.giveUp = ends;
            leave = detached.forOthers();
        } else {
            leave = detached.take(ends);
        }
        if (leave == null) {
            return false;
        }
        late = late == null ? HttpHeaders.headers().addAll(client.headers()) : late;
        patience.end();
        Handler<Void> held = waiting;
        waiting = null;
        if (held != null) {
            held.handle(null);
        }
        return true;
    }

    /** Whether other clients wait for the same answer, which then is finished without this one. */
    void neededBy(BooleanSupplier others) {
        needed = others;
    }

    /** No other client waits for it any more: if this one has left, it ends. */
    void neededNoMore() {
        Runnable ends = giveUp;
        giveUp = null;
        if (ends != null && !over) {
            ends.run();
        }
    }

    /** Nothing follows, and nobody said so: a client that comes back must not take it for the end. */
    private void abandon() {
        stop();
        keeper.last(Buffer.buffer(Speech.of(route)
                .event(
                        ApiError.upstreamTimeout(
                                "The answer was given up: its client was away for too long (sluice.gateway.streaming.detached.time)."),
                        RequestLog.idOf(route))));
    }

    /** Whether the client has left and nobody came back. */
    boolean isDetached() {
        return leave != null && !keeper.isFollowed();
    }

    @Override
    public boolean writeQueueFull() {
        return leave == null && client.writeQueueFull();
    }

    @Override
    public HttpServerResponse drainHandler(@Nullable Handler<Void> handler) {
        waiting = handler;
        patience.begin();
        client.drainHandler(drained -> {
            patience.end();
            Handler<Void> held = waiting;
            waiting = null;
            if (held != null) {
                held.handle(null);
            }
        });
        return this;
    }

    @Override
    public MultiMap headers() {
        return late == null ? client.headers() : late;
    }

    @Override
    public HttpServerResponse setStatusCode(int status) {
        if (late == null) {
            client.setStatusCode(status);
        }
        lateStatus = status;
        return this;
    }

    @Override
    public int getStatusCode() {
        return late == null ? client.getStatusCode() : lateStatus;
    }

    @Override
    public HttpServerResponse setChunked(boolean chunked) {
        if (late == null) {
            client.setChunked(chunked);
        }
        return this;
    }

    /** Whether the journey's own head is out; comments before it do not count. */
    @Override
    public boolean headWritten() {
        return late == null ? client.headWritten() : begun;
    }

    @Override
    public boolean closed() {
        return leave == null ? client.closed() : over;
    }

    @Override
    public boolean ended() {
        return leave == null ? client.ended() : over;
    }

    @Override
    public boolean reset(long code) {
        left();
        if (leave != null) {
            leave.over();
            return true;
        }
        return client.reset(code);
    }

    @Override
    public boolean reset() {
        return reset(0);
    }
}
