package dev.sluice.gateway.testing;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;

/** A sibling service that does what a test says. */
public final class FakeSibling implements AutoCloseable {

    /** What came in. */
    public record Asked(String method, String path, io.vertx.core.MultiMap headers, String body) {}

    private final Vertx vertx = Vertx.vertx();
    private final HttpServer server;
    private final List<Asked> asked = new CopyOnWriteArrayList<>();
    private volatile BiConsumer<HttpServerRequest, Buffer> behaviour = FakeSibling::ok;

    public FakeSibling() {
        try {
            server = vertx.createHttpServer()
                    .requestHandler(request -> request.body().onSuccess(body -> {
                        asked.add(
                                new Asked(request.method().name(), request.uri(), request.headers(), body.toString()));
                        behaviour.accept(request, body);
                    }))
                    .listen(0, "127.0.0.1")
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(10, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static void ok(HttpServerRequest request, Buffer body) {
        request.response().putHeader("content-type", "application/json").end("{}");
    }

    public String url() {
        return "http://127.0.0.1:" + server.actualPort();
    }

    public void does(BiConsumer<HttpServerRequest, Buffer> behaviour) {
        this.behaviour = behaviour;
    }

    /** Answers everything with this JSON. */
    public void says(String json) {
        does((request, body) ->
                request.response().putHeader("content-type", "application/json").end(json));
    }

    /** Takes requests and never answers. */
    public void hangs() {
        does((request, body) -> {});
    }

    /** Closes the connection of each request. */
    public void hangsUp() {
        does((request, body) -> request.connection().close());
    }

    public List<Asked> asked() {
        return asked;
    }

    public List<Asked> asked(String path) {
        return asked.stream().filter(a -> a.path().startsWith(path)).toList();
    }

    public void reset() {
        asked.clear();
        behaviour = FakeSibling::ok;
    }

    @Override
    public void close() {
        vertx.close();
    }
}
