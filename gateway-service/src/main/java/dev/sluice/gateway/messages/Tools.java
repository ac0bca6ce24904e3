package dev.sluice.gateway.messages;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.gateway.errors.ApiError;
import org.jspecify.annotations.Nullable;

/** Tools on offer and the choice among them, as functions. */
final class Tools {

    private Tools() {}

    /** Says why the offer cannot be made in the other dialect; null if it can */
    static @Nullable ApiError convert(JsonNode asked, ObjectNode chat) {
        if (!asked.path("tools").isArray() || asked.path("tools").isEmpty()) {
            return null;
        }
        ApiError refusal = null;
        ArrayNode tools = chat.putArray("tools");
        for (JsonNode tool : asked.path("tools")) {
            if (!tool.path("type").asText("custom").equals("custom")) {
                refusal = ApiError.invalid(
                        "tools",
                        "unsupported_value",
                        "One of the 'tools' runs at Anthropic and cannot be offered to other models. Offer it as a tool of your own, with name and input_schema, or choose a model of Anthropic's.");
            }
            ObjectNode function = tools.addObject().put("type", "function").putObject("function");
            function.put("name", tool.path("name").asText());
            if (tool.path("description").isTextual()) {
                function.set("description", tool.path("description"));
            }
            if (tool.path("input_schema").isObject()) {
                function.set("parameters", tool.path("input_schema"));
            }
            if (tool.path("strict").isBoolean()) {
                function.set("strict", tool.path("strict"));
            }
        }
        JsonNode choice = asked.path("tool_choice");
        if (choice.isObject()) {
            choice(choice, chat);
        }
        return refusal;
    }

    private static void choice(JsonNode choice, ObjectNode chat) {
        switch (choice.path("type").asText()) {
            case "any" -> chat.put("tool_choice", "required");
            case "none" -> chat.put("tool_choice", "none");
            case "tool" ->
                chat.putObject("tool_choice")
                        .put("type", "function")
                        .putObject("function")
                        .put("name", choice.path("name").asText());
            default -> chat.put("tool_choice", "auto");
        }
        if (choice.path("disable_parallel_tool_use").asBoolean(false)) {
            chat.put("parallel_tool_calls", false);
        }
    }
}
