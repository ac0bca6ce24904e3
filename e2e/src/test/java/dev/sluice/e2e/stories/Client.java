package dev.sluice.e2e.stories;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/**
 * A plain HTTP client with one tenant's key.
 *
 * @param baseUrl the gateway
 * @param key the API key; empty for none
 * @param tenant the key's tenant
 */
record Client(String baseUrl, String key, String tenant) {

    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private static final ObjectMapper JSON = new ObjectMapper();

    /** An answer with its body read as text. */
    record Reply(int status, HttpResponse<String> raw) {

        String body() {
            return raw.body();
        }

        JsonNode json() {
            return Client.json(raw.body());
        }

        String header(String name) {
            return raw.headers().firstValue(name).orElse("");
        }

        /** The {@code data:} payloads of an event stream, without {@code [DONE]}. */
        List<JsonNode> events() {
            return raw.body()
                    .lines()
                    .filter(line -> line.startsWith("data:"))
                    .map(line -> line.substring(5).trim())
                    .filter(data -> !data.equals("[DONE]"))
                    .map(Client::json)
                    .toList();
        }

        /** The text of a chat completion, document or stream. */
        String text() {
            if (!raw.body().startsWith("data:") && !raw.body().startsWith(":")) {
                return json().at("/choices/0/message/content").asText();
            }
            var text = new StringBuilder();
            events().forEach(event ->
                    text.append(event.at("/choices/0/delta/content").asText("")));
            return text.toString();
        }
    }

    Reply post(String path, String body, String... headers) {
        return send("POST", path, body, headers);
    }

    Reply get(String path, String... headers) {
        return send("GET", path, "", headers);
    }

    Reply send(String method, String path, String body, String... headers) {
        try {
            var answer = HTTP.send(request(method, path, body, headers), HttpResponse.BodyHandlers.ofString());
            return new Reply(answer.statusCode(), answer);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** One user turn to a model. */
    Reply chat(String model, String question, String... headers) {
        return post("/v1/chat/completions", chatBody(model, question, false), headers);
    }

    /** The same as an event stream, read to its end. */
    Reply chatStream(String model, String question, String... headers) {
        return post("/v1/chat/completions", chatBody(model, question, true), headers);
    }

    static String chatBody(String model, String question, boolean stream) {
        var body = JSON.createObjectNode().put("model", model).put("stream", stream);
        body.putArray("messages").addObject().put("role", "user").put("content", question);
        return body.toString();
    }

    static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new AssertionError("not JSON: " + text, e);
        }
    }

    HttpRequest request(String method, String path, String body, String... headers) {
        var request = HttpRequest.newBuilder(URI.create(baseUrl + path))
                .timeout(Duration.ofSeconds(60))
                .method(
                        method,
                        body.isEmpty()
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString(body));
        if (!key.isEmpty()) {
            request.header("authorization", "Bearer " + key);
        }
        if (!body.isEmpty() && !Arrays.asList(headers).contains("content-type")) {
            request.header("content-type", "application/json");
        }
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        return request.build();
    }
}
