package dev.sluice.gateway.wire;

import dev.sluice.gateway.resume.Streams;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;

/** Keeps the clients of model calls company. */
@Singleton
public class Live {

    private final Vertx vertx;
    private final StreamingConfig config;
    private final Streams streams;
    private final Detached detached;

    Live(Vertx vertx, StreamingConfig config, Streams streams, MeterRegistry meters) {
        this.vertx = vertx;
        this.config = config;
        this.streams = streams;
        this.detached = new Detached(vertx, config.detached());
        meters.gauge("sluice.gateway.streams.detached", detached, Detached::running);
    }

    /**
     * The request as a journey sees it from here on.
     *
     * @param tenant whose request it is
     */
    public LiveRoute open(RoutingContext route, String tenant) {
        return new LiveRoute(route, new LiveResponse(vertx, route, config, detached, new Keeper(streams, tenant)));
    }
}
