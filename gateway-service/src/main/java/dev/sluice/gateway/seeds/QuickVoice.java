package dev.sluice.gateway.seeds;

import dev.sluice.gateway.errors.Problems;
import dev.sluice.kit.problem.Refusal;
import io.vertx.core.Handler;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The events of a whole answer as one document; refusals as problem+json. */
public final class QuickVoice implements Voice {

    private final RoutingContext route;
    private final HttpServerResponse client;
    private final StringBuilder content = new StringBuilder();
    private boolean refused;
    private JsonObject done = new JsonObject();

    /** For a request that has not been answered. */
    public QuickVoice(RoutingContext route) {
        this.route = route;
        this.client = route.response();
    }

    @Override
    public void begin(MultiMap headers) {
        SseVoice.copy(headers, client);
    }

    @Override
    public void say(String event, JsonObject data) {
        switch (event) {
            case "chunk" -> content.append(data.getString("content", ""));
            case "done" -> done = data;
            case "error" ->
                refuse(
                        data.getInteger("status"),
                        data.getString("code"),
                        data.getString("message"),
                        MultiMap.caseInsensitiveMultiMap());
            default -> {}
        }
    }

    @Override
    public void refuse(int status, String code, String message, MultiMap headers) {
        refused = true;
        SseVoice.copy(headers, client);
        Problems.send(route, new Refusal(status, code, "Refused", message, Map.of()));
    }

    @Override
    public void end() {
        if (!refused && !client.closed()) {
            client.putHeader("content-type", "application/json")
                    .end(new JsonObject()
                            .put("content", content.toString())
                            .mergeIn(done)
                            .toBuffer());
        }
    }

    @Override
    public boolean isFull() {
        return false;
    }

    @Override
    public void onDrain(@Nullable Handler<Void> handler) {
        // Never full.
    }

    @Override
    public boolean isClosed() {
        return client.closed();
    }
}
