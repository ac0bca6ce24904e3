package dev.sluice.gateway.messages;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.gateway.json.Json;
import org.jspecify.annotations.Nullable;

/** Pictures and documents as parts of a chat message. */
final class Media {

    private Media() {}

    /** The part that says the same; null if there is none. */
    static @Nullable ObjectNode part(JsonNode block) {
        JsonNode source = block.path("source");
        boolean image = block.path("type").asText().equals("image");
        return switch (source.path("type").asText()) {
            case "base64" -> image ? image(data(source)) : file(block, source);
            case "url" -> image ? image(source.path("url").asText()) : null;
            case "text" -> image ? null : text(source.path("data").asText());
            default -> null;
        };
    }

    private static ObjectNode image(String url) {
        ObjectNode part = Json.object().put("type", "image_url");
        part.putObject("image_url").put("url", url);
        return part;
    }

    private static ObjectNode file(JsonNode block, JsonNode source) {
        ObjectNode part = Json.object().put("type", "file");
        part.putObject("file")
                .put("filename", block.path("title").asText("document.pdf"))
                .put("file_data", data(source));
        return part;
    }

    private static ObjectNode text(String words) {
        return Json.object().put("type", "text").put("text", words);
    }

    private static String data(JsonNode source) {
        return "data:" + source.path("media_type").asText() + ";base64,"
                + source.path("data").asText();
    }
}
