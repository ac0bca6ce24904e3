package dev.sluice.gateway.seeds;

import dev.sluice.kit.requests.RequestLog;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.impl.RoutingContextDecorator;
import io.vertx.ext.web.impl.RoutingContextInternal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A request that came with another one, such as a message of a socket: a life of its own, with its own id, headers, body
 * and end.
 */
public final class SpokenRoute extends RoutingContextDecorator {

    private final HttpServerRequest request;
    private final List<Handler<AsyncResult<Void>>> atEnd = new ArrayList<>(2);
    private final Map<String, Object> data = new HashMap<>();
    private @Nullable HttpServerResponse response;
    private boolean over;

    /**
     * A request.
     *
     * @param headers its own; what describes a body is set here
     * @param body a JSON document
     */
    public SpokenRoute(RoutingContext within, MultiMap headers, Buffer body) {
        super(within.currentRoute(), (RoutingContextInternal) within);
        headers.remove("transfer-encoding")
                .remove("content-encoding")
                .remove("expect")
                .remove("last-event-id")
                .set("content-type", "application/json")
                .set("content-length", Integer.toString(body.length()));
        this.request = new SpokenRequest(within.request(), headers, body);
    }

    /** Who hears the answer. */
    public SpokenRoute answeredBy(HttpServerResponse heard) {
        response = heard;
        return this;
    }

    @Override
    public HttpServerRequest request() {
        return request;
    }

    @Override
    public HttpServerResponse response() {
        return response == null ? super.response() : response;
    }

    @Override
    public int addEndHandler(Handler<AsyncResult<Void>> handler) {
        atEnd.add(handler);
        return atEnd.size();
    }

    /** All is said. */
    public void ended() {
        finish(Future.succeededFuture());
    }

    /** Who asked has left, or does not want the answer any more. */
    public void left() {
        finish(Future.failedFuture(new HttpClosedException("the client left")));
    }

    private void finish(Future<Void> how) {
        if (!over) {
            over = true;
            List.copyOf(atEnd).forEach(handler -> handler.handle(how));
        }
    }

    @Override
    public RoutingContext put(String key, Object value) {
        data.put(key, value);
        return this;
    }

    @Override
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // as inherited
    public <T> T get(String key) {
        Object own = data.get(key);
        return own == null ? super.get(key) : (T) own;
    }

    @Override
    public Map<String, Object> data() {
        return data;
    }

    /** Gives it its id and its log line. */
    public SpokenRoute begin() {
        RequestLog.open(this);
        return this;
    }
}
