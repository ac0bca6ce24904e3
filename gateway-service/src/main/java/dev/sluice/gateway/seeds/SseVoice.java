package dev.sluice.gateway.seeds;

import dev.sluice.gateway.errors.Problems;
import dev.sluice.kit.problem.Refusal;
import io.vertx.core.Handler;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Events as server-sent events, refusals as problem+json. */
public final class SseVoice implements Voice {

    private final RoutingContext route;
    private final HttpServerResponse client;

    /** For a request that has not been answered. */
    public SseVoice(RoutingContext route) {
        this.route = route;
        this.client = route.response();
    }

    @Override
    public void begin(MultiMap headers) {
        copy(headers, client);
        client.setStatusCode(200)
                .setChunked(true)
                .putHeader("content-type", "text/event-stream; charset=utf-8")
                .putHeader("cache-control", "no-cache");
    }

    @Override
    public void say(String event, JsonObject data) {
        if (!client.closed()) {
            client.write(Buffer.buffer("event: ")
                    .appendString(event)
                    .appendString("\ndata: ")
                    .appendBuffer(data.toBuffer())
                    .appendString("\n\n"));
        }
    }

    @Override
    public void refuse(int status, String code, String message, MultiMap headers) {
        copy(headers, client);
        Problems.send(route, new Refusal(status, code, "Refused", message, Map.of()));
    }

    @Override
    public void end() {
        if (!client.ended() && !client.closed()) {
            client.end();
        }
    }

    @Override
    public boolean isFull() {
        return client.writeQueueFull();
    }

    @Override
    public void onDrain(@Nullable Handler<Void> handler) {
        client.drainHandler(handler);
    }

    @Override
    public boolean isClosed() {
        return client.closed();
    }

    /** What the journey set, but for what describes its own body. */
    static void copy(MultiMap headers, HttpServerResponse client) {
        headers.forEach(header -> {
            String name = header.getKey();
            if (!name.equalsIgnoreCase("content-type") && !name.equalsIgnoreCase("content-length")) {
                client.putHeader(name, header.getValue());
            }
        });
    }
}
