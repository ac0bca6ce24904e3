package dev.sluice.bench.optimizer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.sluice.optimizer.text.Tokens;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;

/** A provider whose models answer any question in the same hundred words, and count honestly what they were sent. */
final class DemoModel implements AutoCloseable {

    private static final String ANSWER = "A sluice lets through what is needed and holds back the rest. ".repeat(9);

    private final ObjectMapper json = new ObjectMapper();
    private final Tokens tokens = new Tokens();
    private final HttpServer server;

    DemoModel() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/v1/chat/completions", this::answer);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/v1";
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            JsonNode asked = json.readTree(exchange.getRequestBody());
            int input = 0;
            for (JsonNode message : asked.path("messages")) {
                input += tokens.count(message.path("content").asText());
            }
            int output = tokens.count(ANSWER);
            byte[] reply = json.writeValueAsBytes(Map.of(
                    "id",
                    "chatcmpl-demo",
                    "object",
                    "chat.completion",
                    "created",
                    1,
                    "model",
                    asked.path("model").asText(),
                    "choices",
                    List.of(Map.of(
                            "index",
                            0,
                            "finish_reason",
                            "stop",
                            "message",
                            Map.of("role", "assistant", "content", ANSWER.strip()))),
                    "usage",
                    Map.of("prompt_tokens", input, "completion_tokens", output, "total_tokens", input + output)));
            exchange.getResponseHeaders().add("content-type", "application/json");
            exchange.sendResponseHeaders(200, reply.length);
            exchange.getResponseBody().write(reply);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
