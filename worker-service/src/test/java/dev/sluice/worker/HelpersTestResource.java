package dev.sluice.worker;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;

/**
 * A cache-service that embeds by themes (cats and felines are one) and a web search in SearXNG's shape, on one port. Tests
 * tell them to go away and to come back.
 */
public class HelpersTestResource implements QuarkusTestResourceLifecycleManager {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<List<String>> THEMES = List.of(
            List.of("cat", "feline"), List.of("boat", "ferry", "vessel"), List.of("bread", "loaf"), List.of(""));

    static volatile boolean embedding = true;
    static volatile boolean searching = true;
    static final Queue<String> SEARCHES = new ConcurrentLinkedQueue<>();
    static final Queue<String> EMBEDDED = new ConcurrentLinkedQueue<>();

    private HttpServer server;

    @Override
    public Map<String, String> start() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/v1/embeddings", this::embed);
        server.createContext("/search", this::search);
        server.start();
        String url = "http://127.0.0.1:" + server.getAddress().getPort();
        return Map.of(
                "sluice.peers.cache", url,
                "sluice.worker.web.provider", "searxng",
                "sluice.worker.web.url", url + "/search?language=en",
                "sluice.worker.web.results", "2",
                "sluice.egress.allowed-networks", "127.0.0.1/32",
                "sluice.worker.knowledge.embedding-pause", "100ms",
                "sluice.worker.knowledge.question-within", "20s",
                "sluice.worker.knowledge.resume-within", "30s",
                "sluice.worker.knowledge.heartbeat", "100ms");
    }

    private void embed(HttpExchange exchange) throws IOException {
        JsonNode call = JSON.readTree(exchange.getRequestBody().readAllBytes());
        List<Map<String, Object>> data = new ArrayList<>();
        for (JsonNode input : call.get("input")) {
            EMBEDDED.add(input.asText());
            data.add(Map.of("index", data.size(), "embedding", vector(input.asText())));
        }
        answer(exchange, embedding ? 200 : 503, Map.of("model", "themes", "data", data));
    }

    private static float[] vector(String text) {
        String low = text.toLowerCase(Locale.ROOT);
        float[] vector = new float[THEMES.size()];
        for (int i = 0; i < vector.length; i++) {
            vector[i] = THEMES.get(i).stream().anyMatch(low::contains) ? (i == vector.length - 1 ? 0.1f : 1) : 0;
        }
        return vector;
    }

    private void search(HttpExchange exchange) throws IOException {
        SEARCHES.add(exchange.getRequestURI().getQuery());
        List<Map<String, Object>> results = List.of(
                Map.of(
                        "url",
                        "https://one.example/",
                        "title",
                        "One",
                        "content",
                        "The comet returns in 2061.",
                        "score",
                        2),
                Map.of("url", "javascript:alert(1)", "title", "Bad", "content", "Not a link."),
                Map.of("url", "https://empty.example/", "title", "Empty", "content", ""),
                Map.of("url", "https://two.example/", "title", "Two", "content", "Comets are made of ice."),
                Map.of("url", "https://three.example/", "title", "Three", "content", "One more than wanted."));
        answer(exchange, searching ? 200 : 500, Map.of("results", results));
    }

    private static void answer(HttpExchange exchange, int status, Object body) throws IOException {
        byte[] bytes = JSON.writeValueAsString(body).getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("content-type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        try (exchange) {
            exchange.getResponseBody().write(bytes);
        }
    }

    @Override
    public void stop() {
        server.stop(0);
    }
}
