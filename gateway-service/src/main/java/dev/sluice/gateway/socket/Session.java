package dev.sluice.gateway.socket;

import dev.sluice.gateway.errors.ApiError;
import dev.sluice.gateway.errors.OpenAiErrors;
import io.vertx.core.Context;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** One socket: its client shows who it is, asks, and hears one answer at a time. Lives on one event loop. */
final class Session {

    private static final short UNSUPPORTED = 1003;
    private static final short TOO_LARGE = 1009;
    private static final short GOING_AWAY = 1001;
    private static final short NOT_ALLOWED = 4401;
    private static final int LONGEST_ID = 128;

    private final Vertx vertx;
    private final ServerWebSocket socket;
    private final SocketConfig config;
    private final Talk talk;
    private final long pings;
    private final Context context;
    private @Nullable String authorization;
    private @Nullable Runnable running;
    private boolean answering;
    private boolean leaving;
    private long heardAt = System.nanoTime();
    private long askedAt = System.nanoTime();

    Session(Vertx vertx, ServerWebSocket socket, SocketConfig config, Talk talk, @Nullable String authorization) {
        this.vertx = vertx;
        this.socket = socket;
        this.config = config;
        this.talk = talk;
        this.authorization = authorization;
        this.context = vertx.getOrCreateContext();
        this.pings = vertx.setPeriodic(Math.max(1, config.ping().toMillis()), id -> ping());
    }

    void start(Runnable closed) {
        socket.textMessageHandler(this::heard);
        socket.binaryMessageHandler(binary -> close(UNSUPPORTED, "send text"));
        socket.pongHandler(pong -> heardAt = System.nanoTime());
        socket.exceptionHandler(broken -> close(TOO_LARGE, "cannot be read, or larger than can be taken"));
        socket.closeHandler(end -> {
            vertx.cancelTimer(pings);
            cancel();
            closed.run();
        });
        if (authorization == null) {
            vertx.setTimer(Math.max(1, config.auth().toMillis()), id -> {
                if (authorization == null) {
                    close(NOT_ALLOWED, "no key was sent");
                }
            });
        } else {
            say("ready", new JsonObject());
        }
    }

    private void ping() {
        if (!answering && since(askedAt).compareTo(config.idle()) > 0) {
            close((short) 1000, "idle");
        } else if (since(heardAt).compareTo(config.ping().multipliedBy(3)) > 0) {
            close(GOING_AWAY, "no answer to pings");
        } else if (!socket.isClosed()) {
            socket.writePing(Buffer.buffer("sluice"));
        }
    }

    private static Duration since(long nanos) {
        return Duration.ofNanos(System.nanoTime() - nanos);
    }

    private void heard(String text) {
        heardAt = System.nanoTime();
        askedAt = heardAt;
        if (text.getBytes(StandardCharsets.UTF_8).length > config.message().asLongValue()) {
            close(TOO_LARGE, "larger than sluice.gateway.socket.message");
            return;
        }
        String id = null;
        try {
            JsonObject message = new JsonObject(text);
            id = id(message);
            take(message, message.getString("type", ""), id);
        } catch (DecodeException | ClassCastException e) {
            voice(id).refuse(400, "invalid_json", "A message is a JSON object with a type.", none());
        } catch (ApiError refused) {
            answering = false;
            voice(id).refuse(refused.status(), refused.kind(), refused.message(), none());
        }
    }

    private static @Nullable String id(JsonObject message) {
        Object id = message.getValue("id");
        if (id == null) {
            return null;
        }
        String text = id.toString();
        if (text.length() > LONGEST_ID) {
            throw ApiError.invalid("id", "invalid_id", "An id has at most %d characters.".formatted(LONGEST_ID));
        }
        return text;
    }

    private void take(JsonObject message, String type, @Nullable String id) {
        switch (type) {
            case "ping" -> say("pong", new JsonObject());
            case "cancel" -> cancel();
            case "auth" -> prove("Bearer " + message.getString("key", ""));
            default -> {
                if (!type.equals(talk.word())) {
                    throw ApiError.invalid(
                            "type",
                            "unknown_type",
                            "This socket takes the types auth, %s, cancel and ping.".formatted(talk.word()));
                }
                ask(message, id);
            }
        }
    }

    private void prove(String shown) {
        talk.prove(shown)
                .onSuccess(known -> {
                    authorization = shown;
                    say("ready", new JsonObject());
                })
                .onFailure(failure -> {
                    ApiError why = OpenAiErrors.of(failure);
                    voice(null).refuse(why.status(), why.kind(), why.message(), none());
                    close(NOT_ALLOWED, "the key is not good for this");
                });
    }

    private void ask(JsonObject message, @Nullable String id) {
        String shown = authorization;
        if (shown == null) {
            throw ApiError.unauthenticated("Send {\"type\":\"auth\",\"key\":\"sk-sl-...\"} first.");
        }
        if (answering) {
            throw ApiError.unavailable(
                    "busy",
                    "This socket answers one message at a time. Wait for done, send cancel, or open another.",
                    1);
        }
        answering = true;
        Runnable stops = talk.answer(message, shown, new SocketVoice(socket, id, this::answered));
        running = answering ? stops : null;
    }

    private void answered() {
        answering = false;
        running = null;
        askedAt = System.nanoTime();
        if (leaving) {
            close(GOING_AWAY, "this replica stops; connect again");
        }
    }

    /** The replica is about to stop; from any thread. */
    void leave() {
        context.runOnContext(go -> {
            leaving = true;
            Runnable stops = running;
            if (stops != null && talk.isResumable()) {
                stops.run();
                answered();
            } else if (!answering) {
                answered();
            }
        });
    }

    private void cancel() {
        Runnable stops = running;
        answered();
        if (stops != null) {
            stops.run();
            say("cancelled", new JsonObject());
        }
    }

    private void say(String type, JsonObject data) {
        voice(null).say(type, data);
    }

    private SocketVoice voice(@Nullable String id) {
        return new SocketVoice(socket, id, () -> {});
    }

    private static MultiMap none() {
        return MultiMap.caseInsensitiveMultiMap();
    }

    private void close(short code, String why) {
        if (!socket.isClosed()) {
            socket.close(code, why);
        }
    }
}
