package dev.sluice.gateway.edge;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Refuses requests whose end two parties could see in different places (RFC 9112 section 6.1): a proxy before us might
 * take for one request what we take for two. The decoder refuses most of them by itself; these it would let pass. A
 * length beside a chunked body is dropped by the decoder before anybody can see it, so after a chunked request the
 * connection is closed, as the RFC asks, and nothing behind it is read as a request.
 */
@Singleton
class Framing {

    /** Before everything else, request ids included. */
    private static final int FIRST = 20_000;

    /** Connections on which nothing more is a request. */
    private final Set<HttpConnection> closing = ConcurrentHashMap.newKeySet();

    void register(@Observes Filters filters) {
        filters.register(this::check, FIRST);
    }

    private void check(RoutingContext route) {
        HttpServerRequest request = route.request();
        if (request.version() == HttpVersion.HTTP_2) {
            route.next();
            return;
        }
        if (!closing.isEmpty() && closing.contains(request.connection())) {
            request.connection().close();
            return;
        }
        MultiMap headers = request.headers();
        boolean chunked = headers.contains("transfer-encoding");
        if (!chunked && !headers.contains("")) {
            route.next();
            return;
        }
        HttpConnection connection = request.connection();
        closing.add(connection);
        connection.closeHandler(closed -> closing.remove(connection));
        route.response().putHeader("connection", "close");
        String fault = fault(headers);
        if (fault == null) {
            route.addEndHandler(end -> connection.close());
            route.next();
        } else {
            refuse(route, fault);
        }
    }

    private static void refuse(RoutingContext route, String fault) {
        route.response()
                .setStatusCode(400)
                .putHeader("content-type", "application/problem+json")
                .end(
                        "{\"type\":\"about:blank\",\"title\":\"Bad request\",\"status\":400,\"code\":\"bad_framing\",\"detail\":\""
                                + fault + "\"}")
                .onComplete(sent -> route.request().connection().close());
    }

    static @Nullable String fault(MultiMap headers) {
        if (headers.contains("")) {
            return "A header has no name.";
        }
        List<String> encodings = headers.getAll("transfer-encoding");
        return encodings.size() == 1 && encodings.getFirst().equalsIgnoreCase("chunked")
                ? null
                : "Transfer-Encoding may only be chunked, and only once.";
    }
}
