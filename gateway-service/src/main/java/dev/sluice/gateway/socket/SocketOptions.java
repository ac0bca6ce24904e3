package dev.sluice.gateway.socket;

import io.quarkus.vertx.http.HttpServerOptionsCustomizer;
import io.vertx.core.http.HttpServerOptions;
import jakarta.inject.Singleton;

/** What the HTTP server has to know of sockets. */
@Singleton
class SocketOptions implements HttpServerOptionsCustomizer {

    /** What is agreed on with a client that offers protocols: browsers break off when none of theirs is chosen. */
    static final String PROTOCOL = "sluice";

    private final int message;

    SocketOptions(SocketConfig config) {
        this.message = Math.toIntExact(config.message().asLongValue());
    }

    @Override
    public void customizeHttpServer(HttpServerOptions options) {
        set(options);
    }

    @Override
    public void customizeHttpsServer(HttpServerOptions options) {
        set(options);
    }

    private void set(HttpServerOptions options) {
        options.addWebSocketSubProtocol(PROTOCOL)
                .setMaxWebSocketMessageSize(message)
                .setMaxWebSocketFrameSize(message);
    }
}
