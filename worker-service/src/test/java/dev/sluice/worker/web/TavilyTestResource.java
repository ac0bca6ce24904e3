package dev.sluice.worker.web;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;

/** A web search in Tavily's shape that answers as a test says. It is in a private network; {@code allowed} lets it be called. */
public class TavilyTestResource implements QuarkusTestResourceLifecycleManager {

    /** What it was sent. */
    record Call(String method, String path, String authorization, String contentType, String body) {}

    /** What it answers. */
    record Reply(int status, String location, byte[] body) {
        static Reply of(int status, String body) {
            return new Reply(status, "", body.getBytes(StandardCharsets.UTF_8));
        }
    }

    static final Queue<Call> CALLS = new ConcurrentLinkedQueue<>();
    static volatile Reply reply = Reply.of(200, "{}");
    static volatile boolean hangs;
    static volatile String url = "";

    private final CountDownLatch end = new CountDownLatch(1);
    private final Map<String, String> settings = new HashMap<>();
    private HttpServer server;

    @Override
    public void init(Map<String, String> args) {
        settings.putAll(args);
    }

    @Override
    public Map<String, String> start() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::answer);
        server.start();
        url = "http://127.0.0.1:" + server.getAddress().getPort();
        settings.put("sluice.worker.web.provider", "tavily");
        settings.put("sluice.worker.web.url", url + "/search");
        settings.put("sluice.worker.web.api-key", "tvly-secret");
        settings.put("sluice.worker.web.results", "2");
        return settings;
    }

    private void answer(HttpExchange exchange) throws IOException {
        CALLS.add(new Call(
                exchange.getRequestMethod(),
                exchange.getRequestURI().toString(),
                String.valueOf(exchange.getRequestHeaders().getFirst("authorization")),
                String.valueOf(exchange.getRequestHeaders().getFirst("content-type")),
                new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)));
        if (hangs) {
            try {
                end.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        Reply now = reply;
        if (!now.location().isEmpty()) {
            exchange.getResponseHeaders().set("location", now.location());
        }
        exchange.sendResponseHeaders(now.status(), now.body().length == 0 ? -1 : now.body().length);
        try (exchange) {
            exchange.getResponseBody().write(now.body());
        }
    }

    @Override
    public void stop() {
        end.countDown();
        server.stop(0);
    }
}
