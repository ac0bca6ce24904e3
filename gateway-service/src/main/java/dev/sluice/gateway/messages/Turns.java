package dev.sluice.gateway.messages;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.gateway.errors.ApiError;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The turns of a conversation: the system prompt as the first, tool results as turns of their own before what the user
 * says beside them.
 */
final class Turns {

    private final Set<String> dropped = new TreeSet<>();
    private boolean plain = true;
    private @Nullable ApiError refusal;

    /** Whether there is nothing but text, so that the translation holds all there is. */
    boolean isPlain() {
        return plain;
    }

    /** Kinds of content that have no word in the other dialect and were left out. */
    Set<String> dropped() {
        return dropped;
    }

    /** Why it cannot be said in the other dialect; null if it can. */
    @Nullable
    ApiError refusal() {
        return refusal;
    }

    private void refuse(ApiError why) {
        plain = false;
        refusal = refusal == null ? why : refusal;
    }

    ArrayNode convert(JsonNode system, JsonNode messages) {
        ArrayNode out = JsonNodeFactory.instance.arrayNode();
        String prompt = text(system, "system", "\n\n");
        if (!prompt.isEmpty()) {
            out.addObject().put("role", "system").put("content", prompt);
        }
        if (!messages.isArray() || messages.isEmpty()) {
            throw invalid("messages", "The field 'messages' must be a list with at least one message.");
        }
        for (int i = 0; i < messages.size(); i++) {
            JsonNode message = messages.get(i);
            String path = "messages[" + i + "]";
            plain &= message.size() == 2;
            switch (message.path("role").asText()) {
                case "user" -> user(message.path("content"), path + ".content", out);
                case "assistant" -> assistant(message.path("content"), path + ".content", out);
                case "system" ->
                    out.addObject()
                            .put("role", "system")
                            .put("content", text(message.path("content"), path + ".content", "\n\n"));
                default ->
                    throw invalid(path + ".role", "The field '%s.role' must be user or assistant.".formatted(path));
            }
        }
        return out;
    }

    private void user(JsonNode content, String path, ArrayNode out) {
        if (content.isTextual()) {
            out.addObject().put("role", "user").set("content", content);
            return;
        }
        ArrayNode parts = JsonNodeFactory.instance.arrayNode();
        for (JsonNode block : blocks(content, path)) {
            switch (block.path("type").asText()) {
                case "text" -> textPart(block, parts);
                case "image", "document" -> media(block, path, parts);
                case "tool_result" -> toolResult(block, path, out, parts);
                default -> refuse(unsupported(path));
            }
            plain &= block.path("type").asText().equals("text");
        }
        if (parts.isEmpty() && !content.isEmpty() && refusal == null) {
            return;
        }
        if (parts.isEmpty()) {
            parts.addObject().put("type", "text").put("text", "");
        }
        ObjectNode turn = out.addObject().put("role", "user");
        boolean single = parts.size() == 1 && parts.get(0).path("type").asText().equals("text");
        turn.set("content", single ? parts.get(0).get("text") : parts);
    }

    private void textPart(JsonNode block, ArrayNode parts) {
        look(block);
        parts.addObject().put("type", "text").put("text", block.path("text").asText());
    }

    /** A tool's words are a turn of its own; its pictures, which such a turn cannot hold, follow as the user's. */
    private void toolResult(JsonNode result, String path, ArrayNode out, ArrayNode parts) {
        JsonNode content = result.path("content");
        ArrayNode words = JsonNodeFactory.instance.arrayNode();
        if (content.isArray()) {
            for (JsonNode block : content) {
                switch (block.path("type").asText()) {
                    case "text" -> words.add(block);
                    case "image", "document" -> media(block, path, parts);
                    default -> refuse(unsupported(path));
                }
            }
        }
        String text = content.isTextual() ? content.asText() : text(words, path, "\n");
        boolean failed = result.path("is_error").asBoolean(false);
        out.addObject()
                .put("role", "tool")
                .put("tool_call_id", result.path("tool_use_id").asText())
                .put("content", failed && text.isEmpty() ? "Error" : text);
    }

    private void assistant(JsonNode content, String path, ArrayNode out) {
        ObjectNode turn = out.addObject().put("role", "assistant");
        if (content.isTextual()) {
            turn.set("content", content);
            return;
        }
        var text = new StringBuilder();
        ArrayNode calls = JsonNodeFactory.instance.arrayNode();
        for (JsonNode block : blocks(content, path)) {
            switch (block.path("type").asText()) {
                case "text" -> {
                    look(block);
                    text.append(block.path("text").asText());
                }
                case "tool_use" -> call(block, calls);
                case "thinking", "redacted_thinking" -> {
                    // Signed for their own model only; another one could not read them.
                    dropped.add("thinking");
                    plain = false;
                }
                default -> refuse(unsupported(path));
            }
        }
        if (text.isEmpty() && !calls.isEmpty()) {
            turn.putNull("content");
        } else {
            turn.put("content", text.toString());
        }
        if (!calls.isEmpty()) {
            turn.set("tool_calls", calls);
        }
    }

    private static void call(JsonNode use, ArrayNode calls) {
        JsonNode input = use.path("input");
        calls.addObject()
                .put("id", use.path("id").asText())
                .put("type", "function")
                .putObject("function")
                .put("name", use.path("name").asText())
                .put("arguments", input.isObject() ? input.toString() : "{}");
    }

    private String text(JsonNode content, String path, String between) {
        if (content.isTextual() || content.isMissingNode() || content.isNull()) {
            return content.asText("");
        }
        var all = new StringBuilder();
        for (JsonNode block : blocks(content, path)) {
            if (!block.path("type").asText().equals("text")) {
                refuse(unsupported(path));
            }
            look(block);
            all.append(all.isEmpty() ? "" : between).append(block.path("text").asText());
        }
        return all.toString();
    }

    /** Hints about caching mean nothing to the answer; anything else beside the words might. */
    private void look(JsonNode block) {
        for (Map.Entry<String, JsonNode> member : block.properties()) {
            switch (member.getKey()) {
                case "type", "text", "cache_control" -> {}
                default -> plain = false;
            }
        }
    }

    private static JsonNode blocks(JsonNode content, String path) {
        if (!content.isArray()) {
            throw invalid(path, "The field '%s' must be a string or a list of content blocks.".formatted(path));
        }
        for (JsonNode block : content) {
            if (!block.isObject()) {
                throw invalid(path, "The field '%s' must hold objects with a type.".formatted(path));
            }
        }
        return content;
    }

    private void media(JsonNode block, String path, ArrayNode parts) {
        ObjectNode part = Media.part(block);
        if (part == null) {
            refuse(unsupported(path));
        } else {
            parts.add(part);
        }
    }

    private static ApiError unsupported(String path) {
        return ApiError.invalid(
                path,
                "unsupported_value",
                "A block in '%s' can only be understood by Anthropic's own models. Others take text, images and PDFs (base64, images also as url), tool_use and tool_result."
                        .formatted(path));
    }

    private static ApiError invalid(String path, String message) {
        return ApiError.invalid(path, "invalid_type", message);
    }
}
