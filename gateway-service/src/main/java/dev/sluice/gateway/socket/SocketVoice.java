package dev.sluice.gateway.socket;

import dev.sluice.gateway.seeds.Voice;
import io.vertx.core.Handler;
import io.vertx.core.MultiMap;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

/** The events of one answer as messages: {@code {"type": <event>, "id": <the question's>, ...}}. */
final class SocketVoice implements Voice {

    private final ServerWebSocket socket;
    private final @Nullable String id;
    private final Runnable ended;

    SocketVoice(ServerWebSocket socket, @Nullable String id, Runnable ended) {
        this.socket = socket;
        this.id = id;
        this.ended = ended;
    }

    @Override
    public void begin(MultiMap headers) {
        // A socket has no headers; done tells what matters of them.
    }

    @Override
    public void say(String event, JsonObject data) {
        if (!socket.isClosed()) {
            var message = new JsonObject().put("type", event);
            if (id != null) {
                message.put("id", id);
            }
            socket.writeTextMessage(message.mergeIn(data).encode());
        }
    }

    @Override
    public void refuse(int status, String code, String message, MultiMap headers) {
        var error = new JsonObject().put("status", status).put("code", code).put("message", message);
        String after = headers.get("retry-after");
        say("error", after == null ? error : error.put("retryAfter", after));
    }

    @Override
    public void end() {
        ended.run();
    }

    @Override
    public boolean isFull() {
        return !socket.isClosed() && socket.writeQueueFull();
    }

    @Override
    public void onDrain(@Nullable Handler<Void> handler) {
        if (!socket.isClosed()) {
            socket.drainHandler(handler);
        }
    }

    @Override
    public boolean isClosed() {
        return socket.isClosed();
    }
}
