package dev.sluice.worker.batches;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A tenant that works with files and batches as the gateway passes its requests on. */
public record OpenAi(String tenant) {

    private static final ObjectMapper JSON = new ObjectMapper();

    public RequestSpecification http() {
        return given().header("x-sluice-internal", "test-internal-secret")
                .header("x-sluice-tenant", tenant)
                .header("x-sluice-key-id", "key-of-" + tenant);
    }

    public Response upload(byte[] bytes) {
        return http().multiPart("purpose", "batch")
                .multiPart("file", "requests.jsonl", bytes)
                .post("/v1/files");
    }

    public String uploaded(String text) {
        Response reply = upload(text.getBytes(StandardCharsets.UTF_8));
        assertThat(reply.statusCode()).as(reply.asString()).isEqualTo(200);
        return reply.path("id");
    }

    public Response create(Map<String, Object> body) {
        return http().contentType(ContentType.JSON).body(body).post("/v1/batches");
    }

    public String created(String file, String window) {
        Response reply =
                create(Map.of("input_file_id", file, "endpoint", "/v1/chat/completions", "completion_window", window));
        assertThat(reply.statusCode()).as(reply.asString()).isEqualTo(200);
        return reply.path("id");
    }

    public Response batch(String id) {
        return http().get("/v1/batches/" + id);
    }

    public Response awaitStatus(String id, String status) {
        await("batch " + status)
                .atMost(Duration.ofSeconds(60))
                .untilAsserted(
                        () -> assertThat(batch(id).<String>path("status")).isEqualTo(status));
        return batch(id);
    }

    /** The lines of a file. */
    public List<JsonNode> lines(String file) {
        String text = http().get("/v1/files/" + file + "/content").asString();
        return text.lines().map(OpenAi::json).toList();
    }

    static String chats(int count, String model) {
        return lines(count, i -> chat("r" + i, model, "question " + i));
    }

    static String lines(int count, IntFunction<String> line) {
        return IntStream.range(0, count).mapToObj(line).collect(Collectors.joining("\n", "", "\n"));
    }

    static String chat(String customId, String model, String text) {
        return line(
                customId,
                "/v1/chat/completions",
                Map.of("model", model, "messages", List.of(Map.of("role", "user", "content", text))));
    }

    static String line(String customId, String url, Map<String, Object> body) {
        return JSON.valueToTree(Map.of("custom_id", customId, "method", "POST", "url", url, "body", body))
                .toString();
    }

    static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<String> customIds(List<JsonNode> lines) {
        return lines.stream().map(line -> line.path("custom_id").asText()).toList();
    }
}
