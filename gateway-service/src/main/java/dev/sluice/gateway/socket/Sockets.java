package dev.sluice.gateway.socket;

import dev.sluice.gateway.errors.ApiError;
import dev.sluice.gateway.errors.OpenAiErrors;
import dev.sluice.gateway.errors.Problems;
import dev.sluice.kit.problem.Refusal;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Opens sockets: for a client that shows a good key in its headers at once, for any other on trial. */
@Singleton
public class Sockets {

    /** What a browser offers beside {@link SocketOptions#PROTOCOL}, since it cannot send headers. */
    private static final String KEY_PROTOCOL = "sluice.key.";

    private final Vertx vertx;
    private final SocketConfig config;
    private final AtomicInteger open = new AtomicInteger();
    private final Set<Session> sessions = ConcurrentHashMap.newKeySet();

    Sockets(Vertx vertx, SocketConfig config, MeterRegistry meters) {
        this.vertx = vertx;
        this.config = config;
        meters.gauge("sluice.gateway.sockets", open);
    }

    /** Makes a socket of a request, or refuses it. */
    public void open(RoutingContext route, Talk talk) {
        HttpServerRequest request = route.request();
        if (!"websocket".equalsIgnoreCase(request.getHeader("upgrade"))) {
            refuse(
                    route,
                    new Refusal(
                            426,
                            "upgrade_required",
                            "Upgrade required",
                            "This path is a WebSocket.",
                            Map.of("upgrade", "websocket")));
            return;
        }
        String authorization = authorization(request);
        if (authorization == null) {
            upgrade(route, talk, null);
            return;
        }
        talk.prove(authorization)
                .onSuccess(known -> upgrade(route, talk, authorization))
                .onFailure(failure -> refuse(route, Problems.of(OpenAiErrors.of(failure))));
    }

    private void upgrade(RoutingContext route, Talk talk, @Nullable String authorization) {
        if (open.incrementAndGet() > config.most()) {
            open.decrementAndGet();
            refuse(
                    route,
                    Problems.of(ApiError.unavailable(
                            "too_many_sockets", "This replica has no room for one more socket. Try again soon.", 2)));
            return;
        }
        route.request()
                .toWebSocket()
                .onSuccess(socket -> begin(new Session(vertx, socket, config, talk, authorization)))
                .onFailure(failure -> open.decrementAndGet());
    }

    private void begin(Session session) {
        sessions.add(session);
        session.start(() -> {
            sessions.remove(session);
            open.decrementAndGet();
        });
    }

    /** This replica is about to stop: answers are finished, and then their sockets are closed. */
    void leave(@Observes ShutdownDelayInitiatedEvent stop) {
        sessions.forEach(Session::leave);
    }

    private static void refuse(RoutingContext route, Refusal refusal) {
        route.request().resume();
        Problems.send(route, refusal);
    }

    private static @Nullable String authorization(HttpServerRequest request) {
        String header = request.getHeader("authorization");
        if (header != null) {
            return header;
        }
        String key = request.getHeader("x-api-key");
        if (key != null) {
            return "Bearer " + key;
        }
        String offered = request.getHeader("sec-websocket-protocol");
        for (String protocol : offered == null ? new String[0] : offered.split(",", -1)) {
            if (protocol.trim().startsWith(KEY_PROTOCOL)) {
                return "Bearer " + protocol.trim().substring(KEY_PROTOCOL.length());
            }
        }
        return null;
    }
}
