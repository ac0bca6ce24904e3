package dev.sluice.gateway.edge;

import io.quarkus.vertx.http.HttpServerOptionsCustomizer;
import io.vertx.core.http.HttpServerOptions;
import jakarta.inject.Singleton;

/** What Quarkus has no key for. */
@Singleton
class ServerOptions implements HttpServerOptionsCustomizer {

    private final EdgeConfig config;

    ServerOptions(EdgeConfig config) {
        this.config = config;
    }

    @Override
    public void customizeHttpServer(HttpServerOptions options) {
        tighten(options);
    }

    @Override
    public void customizeHttpsServer(HttpServerOptions options) {
        tighten(options);
    }

    private void tighten(HttpServerOptions options) {
        options.setTcpNoDelay(true);
        options.getInitialSettings().setMaxConcurrentStreams(config.http2Streams());
        // A body that unpacks to more than it seems is the business of the one who reads it, with a bound.
        options.setDecompressionSupported(false);
    }
}
