package dev.sluice.worker;

import com.sun.net.httpserver.HttpServer;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Stands in for analytics-service: one report for {@code costs}, a problem for anything else. */
public final class FiguresTestResource implements QuarkusTestResourceLifecycleManager {

    static final String COSTS =
            "{\"from\":\"2026-11-01T00:00:00Z\",\"by\":\"model\",\"rows\":[{\"name\":\"gpt-4o\",\"requests\":12,\"costNano\":2500000000},{\"name\":\"mini\",\"requests\":340,\"costNano\":70000000}]}";

    private @Nullable HttpServer server;

    @Override
    public Map<String, String> start() {
        try {
            HttpServer made = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            made.createContext("/", exchange -> {
                boolean known = exchange.getRequestURI().getPath().equals("/analytics/costs")
                        && "test-internal-secret"
                                .equals(exchange.getRequestHeaders().getFirst("x-sluice-internal"))
                        && "boss".equals(exchange.getRequestHeaders().getFirst("x-sluice-tenant"));
                byte[] body = (known ? COSTS : "{\"detail\":\"Parameter 'from' is no time.\"}")
                        .getBytes(StandardCharsets.UTF_8);
                exchange.getResponseHeaders().add("content-type", "application/json");
                exchange.sendResponseHeaders(known ? 200 : 400, body.length);
                exchange.getResponseBody().write(body);
                exchange.close();
            });
            made.start();
            server = made;
            return Map.of(
                    "sluice.peers.analytics",
                    "http://127.0.0.1:" + made.getAddress().getPort());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void stop() {
        if (server != null) {
            server.stop(0);
        }
    }
}
