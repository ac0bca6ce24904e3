package dev.sluice.gateway.messages;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.gateway.answer.SseScanner;
import dev.sluice.gateway.errors.AnthropicErrors;
import dev.sluice.gateway.json.Json;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A stream of chat completion chunks, said as Anthropic's events while it comes: {@code message_start}, blocks one after
 * the other, {@code message_delta} with the reason and the usage, {@code message_stop} in place of {@code [DONE]}. An
 * error becomes an error event and nothing after it. Every chunk it gives is whole events.
 */
public final class MessageEvents {

    private static final int LARGEST_EVENT = 4 * 1024 * 1024;
    private static final byte[] NOTHING = new byte[0];
    private static final String DONE = "[DONE]";
    private static final int NONE = -1;

    private final String requestId;
    private final SseScanner scanner = new SseScanner(LARGEST_EVENT, this::event);
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    private boolean started;
    private boolean over;
    private int block = NONE;
    private boolean inText;
    private final Map<Integer, Integer> blockOfTool = new HashMap<>();
    private boolean refused;
    private @Nullable JsonNode lastChoice;
    private ObjectNode usage = MessageDocument.usage(Json.object());

    /** The beginning of a stream. */
    public MessageEvents(String requestId) {
        this.requestId = requestId;
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
        if (over) {
            return;
        }
        if (length == DONE.length() && new String(data, 0, length, StandardCharsets.US_ASCII).equals(DONE)) {
            end();
            return;
        }
        JsonNode chunk = Json.read(data, 0, length);
        if (chunk.hasNonNull("error")) {
            error(chunk.path("error"));
            return;
        }
        if (!started) {
            start(chunk);
        }
        if (chunk.path("usage").isObject()) {
            usage = MessageDocument.usage(chunk.path("usage"));
        }
        JsonNode choice = chunk.path("choices").path(0);
        if (choice.isObject()) {
            delta(choice.path("delta"));
            if (choice.path("finish_reason").isTextual()) {
                lastChoice = choice;
            }
        }
    }

    private void start(JsonNode chunk) {
        started = true;
        ObjectNode event = type("message_start");
        ObjectNode message = event.putObject("message");
        message.put("id", chunk.path("id").asText());
        message.put("type", "message");
        message.put("role", "assistant");
        message.put("model", chunk.path("model").asText());
        message.putArray("content");
        message.putNull("stop_reason");
        message.putNull("stop_sequence");
        message.set("usage", MessageDocument.usage(Json.object()));
        say(event);
    }

    private void delta(JsonNode delta) {
        words(delta.path("content"));
        if (delta.path("refusal").isTextual()) {
            refused = true;
            words(delta.path("refusal"));
        }
        for (JsonNode call : delta.path("tool_calls")) {
            tool(call);
        }
    }

    private void words(JsonNode words) {
        if (!words.isTextual() || words.asText().isEmpty()) {
            return;
        }
        if (!inText) {
            ObjectNode opened = Json.object().put("type", "text").put("text", "");
            open(opened);
            inText = true;
        }
        ObjectNode piece = type("content_block_delta").put("index", block);
        piece.putObject("delta").put("type", "text_delta").set("text", words);
        say(piece);
    }

    private void tool(JsonNode call) {
        int index = call.path("index").asInt(0);
        JsonNode function = call.path("function");
        // Some hosts repeat id and name in every piece.
        if (!blockOfTool.containsKey(index)) {
            ObjectNode use = Json.object()
                    .put("type", "tool_use")
                    .put("id", call.path("id").asText())
                    .put("name", function.path("name").asText());
            use.putObject("input");
            open(use);
            inText = false;
            blockOfTool.put(index, block);
        }
        String arguments = function.path("arguments").asText("");
        if (!arguments.isEmpty()) {
            ObjectNode piece = type("content_block_delta").put("index", blockOfTool.get(index));
            piece.putObject("delta").put("type", "input_json_delta").put("partial_json", arguments);
            say(piece);
        }
    }

    private void open(ObjectNode content) {
        close();
        block++;
        ObjectNode event = type("content_block_start").put("index", block);
        event.set("content_block", content);
        say(event);
    }

    private void close() {
        if (block != NONE) {
            say(type("content_block_stop").put("index", block));
        }
    }

    private void end() {
        over = true;
        if (!started) {
            start(Json.object());
        }
        close();
        ObjectNode event = type("message_delta");
        JsonNode choice = lastChoice;
        MessageDocument.ending(choice == null ? Json.object() : choice, refused, event.putObject("delta"));
        event.set("usage", usage);
        say(event);
        say(type("message_stop"));
    }

    private void error(JsonNode error) {
        over = true;
        String message = error.path("message").asText("The upstream reported an error.");
        frame("error", AnthropicErrors.body(500, message, requestId));
    }

    private static ObjectNode type(String type) {
        return Json.object().put("type", type);
    }

    private void say(ObjectNode event) {
        frame(event.path("type").asText(), Json.write(event));
    }

    private void frame(String name, byte[] data) {
        out.writeBytes(("event: " + name + "\ndata: ").getBytes(StandardCharsets.US_ASCII));
        out.writeBytes(data);
        out.writeBytes("\n\n".getBytes(StandardCharsets.US_ASCII));
    }
}
