package dev.sluice.gateway.responses;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.gateway.answer.SseScanner;
import dev.sluice.gateway.json.Json;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A stream of chat completion chunks, said as typed events while it comes: {@code response.created}, items one after the
 * other, {@code response.completed} or {@code response.incomplete} in place of {@code [DONE]}. An error becomes an {@code
 * error} event and nothing after it. Every chunk it gives is whole events.
 */
public final class ResponseEvents {

    private static final int LARGEST_EVENT = 4 * 1024 * 1024;
    private static final byte[] NOTHING = new byte[0];
    private static final String DONE = "[DONE]";

    private final Frame frame;
    private final SseScanner scanner = new SseScanner(LARGEST_EVENT, this::event);
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ArrayNode output = Json.object().arrayNode();
    private final Map<Integer, Integer> itemOfTool = new HashMap<>();
    private final StringBuilder piece = new StringBuilder();

    private int sequence;
    private boolean started;
    private boolean over;
    private boolean isOpen;
    private String model = "";
    private String finish = "stop";
    private JsonNode usage = Json.object();

    /** The beginning of a stream. */
    public ResponseEvents(Frame frame) {
        this.frame = frame;
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
            start(chunk.path("model").asText());
        }
        if (chunk.path("usage").isObject()) {
            usage = chunk.path("usage");
        }
        JsonNode choice = chunk.path("choices").path(0);
        words(choice.path("delta").path("content"), "output_text");
        words(choice.path("delta").path("refusal"), "refusal");
        for (JsonNode call : choice.path("delta").path("tool_calls")) {
            if (!over) {
                tool(call);
            }
        }
        finish = choice.path("finish_reason").asText(finish).equals("null")
                ? finish
                : choice.path("finish_reason").asText(finish);
    }

    private void start(String named) {
        started = true;
        model = named;
        say(type("response.created").set("response", frame.begun(model)));
        say(type("response.in_progress").set("response", frame.begun(model)));
    }

    private void words(JsonNode words, String kind) {
        String text = words.isTextual() ? words.asText() : "";
        if (text.isEmpty()) {
            return;
        }
        if (!isOpen || !openKind().equals(kind)) {
            close();
            open(Output.message(frame.id(), output.size(), "in_progress"));
            ObjectNode part = kind.equals("refusal") ? Output.refusal("") : Output.text("");
            say(inPart("response.content_part.added").set("part", part));
            item().withArrayProperty("content").add(part);
        }
        piece.append(text);
        ObjectNode delta = inPart("response." + kind + ".delta").put("delta", text);
        if (!kind.equals("refusal")) {
            delta.putArray("logprobs");
        }
        say(delta);
    }

    private void tool(JsonNode call) {
        int index = call.path("index").asInt(0);
        JsonNode function = call.path("function");
        Integer at = itemOfTool.get(index);
        if (at == null) {
            close();
            open(Output.call(
                    frame.id(),
                    output.size(),
                    call.path("id").asText(),
                    function.path("name").asText(),
                    "",
                    "in_progress"));
            at = output.size() - 1;
            itemOfTool.put(index, at);
        }
        String arguments = function.path("arguments").asText("");
        if (!arguments.isEmpty() && at != output.size() - 1) {
            error(Json.object()
                    .put("message", "The upstream mixed the pieces of several calls; they cannot be told apart."));
        } else if (!arguments.isEmpty()) {
            piece.append(arguments);
            say(inItem("response.function_call_arguments.delta").put("delta", arguments));
        }
    }

    private String openKind() {
        JsonNode content = item().path("content");
        return content.isEmpty() ? "function_call" : content.get(0).path("type").asText();
    }

    private ObjectNode item() {
        return (ObjectNode) output.get(output.size() - 1);
    }

    private void open(ObjectNode item) {
        isOpen = true;
        output.add(item);
        say(type("response.output_item.added")
                .put("output_index", output.size() - 1)
                .set("item", item));
    }

    private void close() {
        if (!isOpen) {
            return;
        }
        isOpen = false;
        String text = piece.toString();
        piece.setLength(0);
        ObjectNode item = item();
        String kind = openKind();
        if (kind.equals("function_call")) {
            item.put("arguments", text);
            say(inItem("response.function_call_arguments.done")
                    .put("name", item.path("name").asText())
                    .put("arguments", text));
        } else {
            String field = kind.equals("refusal") ? "refusal" : "text";
            ((ObjectNode) item.path("content").get(0)).put(field, text);
            ObjectNode done = inPart("response." + kind + ".done").put(field, text);
            if (field.equals("text")) {
                done.putArray("logprobs");
            }
            say(done);
            say(inPart("response.content_part.done")
                    .set("part", item.path("content").get(0)));
        }
        item.put("status", "completed");
        say(type("response.output_item.done")
                .put("output_index", output.size() - 1)
                .set("item", item));
    }

    private void end() {
        over = true;
        if (!started) {
            start("");
        }
        close();
        ObjectNode response = frame.ended(model, output, finish, usage);
        say(type("response." + response.path("status").asText()).set("response", response));
    }

    private void error(JsonNode error) {
        over = true;
        ObjectNode event = type("error");
        event.put("code", error.path("code").asText(error.path("type").asText("server_error")));
        event.put("message", error.path("message").asText("The upstream reported an error."));
        event.putNull("param");
        say(event);
    }

    private static ObjectNode type(String type) {
        return Json.object().put("type", type);
    }

    private ObjectNode inItem(String type) {
        return type(type).put("item_id", item().path("id").asText()).put("output_index", output.size() - 1);
    }

    private ObjectNode inPart(String type) {
        return inItem(type).put("content_index", 0);
    }

    private void say(@Nullable JsonNode said) {
        if (said instanceof ObjectNode event) {
            event.put("sequence_number", sequence++);
            out.writeBytes(("event: " + event.path("type").asText() + "\ndata: ").getBytes(StandardCharsets.US_ASCII));
            out.writeBytes(Json.write(event));
            out.writeBytes("\n\n".getBytes(StandardCharsets.US_ASCII));
        }
    }
}
