package dev.sluice.gateway.seeds;

import dev.sluice.gateway.answer.SseScanner;
import dev.sluice.gateway.wire.Interposed;
import dev.sluice.kit.requests.RequestLog;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** What a journey says of a chat completion, heard as typing, progress, chunk, done and error. Lives on one event loop. */
public final class ChatResponse extends Interposed {

    private static final int LARGEST_EVENT = 1024 * 1024;

    private final Vertx vertx;
    private final Voice voice;
    private final SpokenRoute route;
    private final MultiMap headers = HttpHeaders.headers();
    private final SseScanner scanner = new SseScanner(LARGEST_EVENT, this::event);
    private final Completion completion;
    private final long startedAt = System.nanoTime();
    private final long typing;

    private int status = 200;
    private boolean begun;
    private boolean over;

    /**
     * Has said nothing yet.
     *
     * @param route what was asked; ended when all is said
     * @param typingAfter from now to {@code typing}, if nothing else was said
     */
    public ChatResponse(SpokenRoute route, Voice voice, Duration typingAfter) {
        super(route.response());
        this.route = route;
        this.vertx = route.vertx();
        this.voice = voice;
        this.completion = new Completion(voice);
        this.typing = vertx.setTimer(Math.max(1, typingAfter.toMillis()), id -> begin());
    }

    private void begin() {
        if (!begun && !over && !voice.isClosed()) {
            begun = true;
            voice.begin(headers);
            voice.say("typing", new JsonObject().put("requestId", RequestLog.idOf(route)));
        }
    }

    @Override
    public Future<Void> write(Buffer data) {
        if (data.length() == 0 || over) {
            return Future.succeededFuture();
        }
        if (data.getByte(0) == ':') {
            begin();
            voice.say(
                    "progress",
                    new JsonObject()
                            .put("elapsedMs", TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startedAt))
                            .put("characters", completion.characters()));
        } else {
            begin();
            scanner.accept(data.getBytes());
        }
        return Future.succeededFuture();
    }

    @Override
    public Future<Void> end(Buffer data) {
        if (over) {
            return Future.succeededFuture();
        }
        String type = headers.get("content-type");
        boolean events = type != null && type.startsWith("text/event-stream");
        if (events && data.length() > 0) {
            write(data);
        }
        over = true;
        vertx.cancelTimer(typing);
        if (status >= 400 && !events) {
            refused(data);
        } else {
            completion.end(headers, RequestLog.idOf(route));
        }
        route.ended();
        voice.end();
        return Future.succeededFuture();
    }

    private void refused(Buffer data) {
        JsonObject error = error(data);
        String code = error.getString("code", "refused");
        String message = error.getString("message", "The model refused the request.");
        if (begun) {
            completion.fail(status, code, message);
        } else {
            voice.refuse(status, code, message, headers);
        }
    }

    private static JsonObject error(Buffer data) {
        try {
            JsonObject error = data.toJsonObject().getJsonObject("error");
            return error == null ? new JsonObject() : error;
        } catch (DecodeException | ClassCastException unknown) {
            return new JsonObject();
        }
    }

    private void event(String name, byte[] data, int length, boolean whole) {
        if (whole) {
            completion.event(Buffer.buffer(length).appendBytes(data, 0, length));
        }
    }

    /** Nobody listens any more. */
    public void left() {
        over = true;
        vertx.cancelTimer(typing);
        route.left();
    }

    @Override
    public MultiMap headers() {
        return headers;
    }

    @Override
    public HttpServerResponse setStatusCode(int code) {
        status = code;
        return this;
    }

    @Override
    public int getStatusCode() {
        return status;
    }

    @Override
    public HttpServerResponse setChunked(boolean chunked) {
        return this;
    }

    /** Headers may be set until all is said. */
    @Override
    public boolean headWritten() {
        return false;
    }

    @Override
    public boolean ended() {
        return over;
    }

    @Override
    public boolean closed() {
        return voice.isClosed();
    }

    @Override
    public boolean writeQueueFull() {
        return voice.isFull();
    }

    @Override
    public HttpServerResponse drainHandler(Handler<Void> handler) {
        voice.onDrain(handler);
        return this;
    }
}
