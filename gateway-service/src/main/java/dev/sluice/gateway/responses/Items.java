package dev.sluice.gateway.responses;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.gateway.errors.ApiError;
import dev.sluice.gateway.json.Json;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Items of input and output as chat messages: calls of functions join the assistant's words before them. */
final class Items {

    private final Set<String> dropped = new TreeSet<>();
    private @Nullable ApiError refusal;

    /** Kinds of items that have no word in the other dialect and were left out. */
    Set<String> dropped() {
        return dropped;
    }

    /** Why they cannot be said in the other dialect; null if they can. */
    @Nullable
    ApiError refusal() {
        return refusal;
    }

    void convert(JsonNode items, String path, ArrayNode out) {
        for (JsonNode item : items) {
            switch (item.path("type").asText("message")) {
                case "message" -> message(item, path, out);
                case "function_call" -> call(item, out);
                case "function_call_output" ->
                    out.addObject()
                            .put("role", "tool")
                            .put("tool_call_id", item.path("call_id").asText())
                            .put("content", text(item.path("output")));
                case "reasoning" -> dropped.add("reasoning");
                default -> refuse(path);
            }
        }
    }

    private void message(JsonNode item, String path, ArrayNode out) {
        String role = item.path("role").asText();
        JsonNode content = item.path("content");
        switch (role) {
            case "user" -> {
                ObjectNode turn = out.addObject().put("role", "user");
                turn.set("content", content.isTextual() ? content : parts(content, path));
            }
            case "assistant" -> out.addObject().put("role", "assistant").put("content", text(content));
            case "system", "developer" -> out.addObject().put("role", "system").put("content", text(content));
            default ->
                throw ApiError.invalid(
                        path,
                        "invalid_value",
                        "A message in '%s' must have the role user, assistant, system or developer.".formatted(path));
        }
    }

    private static void call(JsonNode item, ArrayNode out) {
        JsonNode last = out.isEmpty() ? Json.object() : out.get(out.size() - 1);
        ObjectNode turn = last.path("role").asText().equals("assistant")
                ? (ObjectNode) last
                : out.addObject().put("role", "assistant").putNull("content");
        turn.withArrayProperty("tool_calls")
                .addObject()
                .put("id", item.path("call_id").asText())
                .put("type", "function")
                .putObject("function")
                .put("name", item.path("name").asText())
                .put("arguments", item.path("arguments").asText("{}"));
    }

    private JsonNode parts(JsonNode content, String path) {
        ArrayNode parts = JsonNodeFactory.instance.arrayNode();
        for (JsonNode part : content) {
            switch (part.path("type").asText()) {
                case "input_text", "output_text", "text" ->
                    parts.addObject()
                            .put("type", "text")
                            .put("text", part.path("text").asText());
                case "input_image" -> image(part, path, parts);
                case "input_file" -> file(part, path, parts);
                default -> refuse(path);
            }
        }
        if (parts.isEmpty()) {
            return parts.textNode("");
        }
        boolean single = parts.size() == 1 && parts.get(0).path("type").asText().equals("text");
        return single ? parts.get(0).get("text") : parts;
    }

    private void image(JsonNode part, String path, ArrayNode parts) {
        if (!part.path("image_url").isTextual()) {
            refuse(path);
            return;
        }
        ObjectNode image = parts.addObject().put("type", "image_url").putObject("image_url");
        image.set("url", part.path("image_url"));
        if (part.path("detail").isTextual()) {
            image.set("detail", part.path("detail"));
        }
    }

    private void file(JsonNode part, String path, ArrayNode parts) {
        if (!part.path("file_data").isTextual()) {
            refuse(path);
            return;
        }
        parts.addObject()
                .put("type", "file")
                .putObject("file")
                .put("filename", part.path("filename").asText("file"))
                .set("file_data", part.path("file_data"));
    }

    private static String text(JsonNode content) {
        if (!content.isArray()) {
            return content.asText("");
        }
        var all = new StringBuilder();
        for (JsonNode part : content) {
            all.append(part.path("text").asText(part.path("refusal").asText("")));
        }
        return all.toString();
    }

    private void refuse(String path) {
        if (refusal == null) {
            refusal = ApiError.invalid(
                    path,
                    "unsupported_value",
                    "An item in '%s' is only understood by hosts that serve /v1/responses themselves. Others take messages of text, images and files as data, function_call and function_call_output."
                            .formatted(path));
        }
    }
}
