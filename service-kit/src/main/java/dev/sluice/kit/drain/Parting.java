package dev.sluice.kit.drain;

import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/**
 * From SIGTERM until the server no longer serves, who calls over a connection it keeps is told to open another, which a
 * balancer leads elsewhere. For how long is {@code quarkus.shutdown.delay}; the gateway has a drain of its own.
 */
@Singleton
class Parting {

    private static final int BEFORE_ROUTES = 19_000;
    private static final int BEFORE_ALL_OTHERS = 1;

    private volatile boolean stopping;

    void register(@Observes Filters filters) {
        filters.register(this::partWithTheClient, BEFORE_ROUTES);
    }

    void begin(@Observes @Priority(BEFORE_ALL_OTHERS) ShutdownDelayInitiatedEvent told) {
        stopping = true;
    }

    private void partWithTheClient(RoutingContext route) {
        if (stopping) {
            HttpServerRequest request = route.request();
            if (request.version() == HttpVersion.HTTP_2) {
                request.connection().goAway(0);
            } else {
                request.response().putHeader("connection", "close");
            }
        }
        route.next();
    }
}
