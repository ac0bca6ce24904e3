package dev.sluice.gateway.provider.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.gateway.errors.ApiError;
import dev.sluice.gateway.json.Json;
import java.nio.charset.StandardCharsets;

/** The turns of a conversation: system turns apart, neighbours of one role together, tool results as the user's. */
final class Messages {

    private static final String DATA = "data:";
    private static final String BASE64 = ";base64,";

    private Messages() {}

    /** @param system gets the system turns, a blank line between them */
    static ArrayNode convert(JsonNode turns, StringBuilder system) {
        ArrayNode out = JsonNodeFactory.instance.arrayNode();
        for (JsonNode turn : turns) {
            String role = turn.path("role").asText();
            switch (role) {
                case "system", "developer" -> {
                    String text = text(turn.path("content"));
                    system.append(system.isEmpty() || text.isEmpty() ? "" : "\n\n")
                            .append(text);
                }
                case "assistant" -> assistant(turn, blocks(out, "assistant"));
                case "tool", "function" -> toolResult(turn, blocks(out, "user"));
                default -> content(turn.path("content"), blocks(out, "user"));
            }
        }
        return out;
    }

    /** The blocks of the last message if it has this role, else of a new one. */
    private static ArrayNode blocks(ArrayNode out, String role) {
        JsonNode last = out.isEmpty() ? Json.object() : out.get(out.size() - 1);
        return last.path("role").asText().equals(role)
                ? (ArrayNode) last.get("content")
                : out.addObject().put("role", role).putArray("content");
    }

    private static void assistant(JsonNode turn, ArrayNode blocks) {
        content(turn.path("content"), blocks);
        for (JsonNode call : turn.path("tool_calls")) {
            JsonNode function = call.path("function");
            blocks.addObject()
                    .put("type", "tool_use")
                    .put("id", call.path("id").asText())
                    .put("name", function.path("name").asText())
                    .set(
                            "input",
                            Json.read(function.path("arguments").asText("{}").getBytes(StandardCharsets.UTF_8)));
        }
    }

    private static void toolResult(JsonNode turn, ArrayNode blocks) {
        blocks.addObject()
                .put("type", "tool_result")
                .put("tool_use_id", turn.path("tool_call_id").asText())
                .put("content", text(turn.path("content")));
    }

    private static void content(JsonNode content, ArrayNode blocks) {
        if (content.isTextual()) {
            text(content.asText(), blocks);
        }
        for (JsonNode part : content) {
            String type = part.path("type").asText();
            switch (type) {
                case "text" -> text(part.path("text").asText(), blocks);
                case "refusal" -> text(part.path("refusal").asText(), blocks);
                case "image_url" -> image(part.path("image_url").path("url").asText(), blocks);
                default ->
                    throw ApiError.invalid(
                            "messages",
                            "unsupported_value",
                            "Parts of this type cannot be sent to Anthropic models. They take text and image_url.");
            }
        }
    }

    /** Anthropic refuses empty text. */
    private static void text(String text, ArrayNode blocks) {
        if (!text.isEmpty()) {
            blocks.addObject().put("type", "text").put("text", text);
        }
    }

    private static void image(String url, ArrayNode blocks) {
        ObjectNode source = blocks.addObject().put("type", "image").putObject("source");
        int base64 = url.startsWith(DATA) ? url.indexOf(BASE64) : -1;
        if (base64 < 0) {
            source.put("type", "url").put("url", url);
            return;
        }
        source.put("type", "base64")
                .put("media_type", url.substring(DATA.length(), base64))
                .put("data", url.substring(base64 + BASE64.length()));
    }

    private static String text(JsonNode content) {
        if (content.isTextual()) {
            return content.asText();
        }
        var all = new StringBuilder();
        for (JsonNode part : content) {
            String text = part.path("text").asText("");
            all.append(all.isEmpty() || text.isEmpty() ? "" : "\n").append(text);
        }
        return all.toString();
    }
}
