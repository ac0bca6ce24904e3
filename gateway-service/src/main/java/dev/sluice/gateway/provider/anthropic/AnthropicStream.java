package dev.sluice.gateway.provider.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.gateway.answer.SseScanner;
import dev.sluice.gateway.answer.Tokens;
import dev.sluice.gateway.errors.OpenAiErrors;
import dev.sluice.gateway.json.Json;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A stream of Anthropic's events, said as chat completion chunks while it comes. {@code message_stop} becomes
 * {@code [DONE]}; an error event becomes an error and nothing after it.
 */
public final class AnthropicStream {

    private static final int LARGEST_EVENT = 4 * 1024 * 1024;
    private static final byte[] NOTHING = new byte[0];

    private final boolean includeUsage;
    private final long created;
    private final Consumer<Tokens> told;
    private final SseScanner scanner = new SseScanner(LARGEST_EVENT, this::event);
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    private String id = "";
    private String model = "";
    private Tokens tokens = new Tokens(0, 0, 0, 0, false);
    private int toolIndex = -1;

    /**
     * The beginning of a stream.
     *
     * @param includeUsage whether the client wants a chunk of usage at the end
     * @param created told in each chunk, seconds since 1970
     * @param told gets the usage when it is known
     */
    public AnthropicStream(boolean includeUsage, long created, Consumer<Tokens> told) {
        this.includeUsage = includeUsage;
        this.created = created;
        this.told = told;
    }

    /** What the next bytes mean; empty when they mean nothing yet. */
    public byte[] accept(byte[] chunk) {
        scanner.accept(chunk);
        if (out.size() == 0) {
            return NOTHING;
        }
        byte[] said = out.toByteArray();
        out.reset();
        return said;
    }

    private void event(String name, byte[] data, int length, boolean whole) {
        JsonNode event = Json.read(data, 0, length);
        switch (event.path("type").asText()) {
            case "message_start" -> begin(event.path("message"));
            case "content_block_start" -> block(event.path("content_block"));
            case "content_block_delta" -> delta(event.path("delta"));
            case "message_delta" -> ending(event);
            case "message_stop" -> end();
            case "error" -> error(event.path("error"));
            default -> {}
        }
    }

    private void begin(JsonNode message) {
        id = message.path("id").asText();
        model = message.path("model").asText();
        tokens = AnthropicReply.tokens(message.path("usage"));
        chunk(Json.object().put("role", "assistant").put("content", ""), null);
    }

    private void block(JsonNode block) {
        if (block.path("type").asText().equals("tool_use")) {
            toolIndex++;
            ObjectNode delta = Json.object();
            delta.putArray("tool_calls")
                    .addObject()
                    .put("index", toolIndex)
                    .put("id", block.path("id").asText())
                    .put("type", "function")
                    .putObject("function")
                    .put("name", block.path("name").asText())
                    .put("arguments", "");
            chunk(delta, null);
        }
    }

    private void delta(JsonNode delta) {
        switch (delta.path("type").asText()) {
            case "text_delta" ->
                chunk(Json.object().put("content", delta.path("text").asText()), null);
            case "input_json_delta" -> {
                ObjectNode piece = Json.object();
                piece.putArray("tool_calls")
                        .addObject()
                        .put("index", toolIndex)
                        .putObject("function")
                        .put("arguments", delta.path("partial_json").asText());
                chunk(piece, null);
            }
            default -> {}
        }
    }

    private void ending(JsonNode event) {
        JsonNode usage = event.path("usage");
        long output = usage.path("output_tokens").asLong(tokens.output());
        tokens = new Tokens(tokens.input(), output, tokens.cachedInput(), 0, false);
        chunk(
                Json.object(),
                AnthropicReply.finish(event.path("delta").path("stop_reason").asText()));
    }

    private void end() {
        told.accept(tokens);
        if (includeUsage) {
            ObjectNode last = head();
            last.putArray("choices");
            last.set("usage", AnthropicReply.usage(tokens));
            data(Json.write(last));
        }
        data("[DONE]".getBytes(StandardCharsets.US_ASCII));
    }

    private void error(JsonNode error) {
        String type = error.path("type").asText("upstream_error");
        data(OpenAiErrors.body(error.path("message").asText("The upstream reported an error."), type, null, type));
    }

    private void chunk(ObjectNode delta, @Nullable String finish) {
        ObjectNode chunk = head();
        ObjectNode choice = chunk.putArray("choices").addObject();
        choice.put("index", 0);
        choice.set("delta", delta);
        choice.putNull("logprobs");
        choice.put("finish_reason", finish);
        data(Json.write(chunk));
    }

    private ObjectNode head() {
        return Json.object()
                .put("id", id)
                .put("object", "chat.completion.chunk")
                .put("created", created)
                .put("model", model);
    }

    private void data(byte[] json) {
        out.writeBytes("data: ".getBytes(StandardCharsets.US_ASCII));
        out.writeBytes(json);
        out.writeBytes("\n\n".getBytes(StandardCharsets.US_ASCII));
    }
}
