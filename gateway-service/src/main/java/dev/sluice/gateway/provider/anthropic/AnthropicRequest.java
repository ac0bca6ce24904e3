package dev.sluice.gateway.provider.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.gateway.errors.ApiError;
import dev.sluice.gateway.json.Json;

/** A chat completion request, said in Anthropic's Messages API (version 2023-06-01). */
public final class AnthropicRequest {

    /** Anthropic demands a limit; this one when the request names none. */
    static final int DEFAULT_MAX_TOKENS = 4_096;

    private AnthropicRequest() {}

    /**
     * Converts a request.
     *
     * @param openAi the request as it came, known to be well formed
     * @param model the model's name at Anthropic
     * @throws ApiError when something in it cannot be said there
     */
    public static byte[] from(byte[] openAi, String model) {
        JsonNode asked = Json.read(openAi);
        refuse(asked);
        ObjectNode out = Json.object();
        out.put("model", model);
        out.put("max_tokens", maxTokens(asked));
        var system = new StringBuilder();
        ArrayNode messages = Messages.convert(asked.path("messages"), system);
        if (!system.isEmpty()) {
            out.put("system", system.toString());
        }
        out.set("messages", messages);
        if (asked.path("stream").asBoolean(false)) {
            out.put("stream", true);
        }
        if (asked.path("temperature").isNumber()) {
            // OpenAI's scale ends at 2, Anthropic's at 1.
            out.put("temperature", Math.min(1.0, asked.path("temperature").doubleValue()));
        }
        if (asked.path("top_p").isNumber()) {
            out.set("top_p", asked.path("top_p"));
        }
        stop(asked.path("stop"), out);
        if (asked.path("user").isTextual()) {
            out.putObject("metadata").set("user_id", asked.path("user"));
        }
        tools(asked, out);
        return Json.write(out);
    }

    private static void refuse(JsonNode asked) {
        if (asked.path("n").asInt(1) > 1) {
            throw ApiError.invalid("n", "unsupported_value", "Anthropic models give one answer at a time. Send n = 1.");
        }
        String format = asked.path("response_format").path("type").asText("text");
        if (!format.equals("text")) {
            throw ApiError.invalid(
                    "response_format",
                    "unsupported_value",
                    "Anthropic models have no response_format. Ask for JSON in the prompt, or offer a tool.");
        }
    }

    private static long maxTokens(JsonNode asked) {
        for (String name : new String[] {"max_completion_tokens", "max_tokens"}) {
            if (asked.path(name).isIntegralNumber()) {
                return asked.path(name).longValue();
            }
        }
        return DEFAULT_MAX_TOKENS;
    }

    private static void stop(JsonNode stop, ObjectNode out) {
        if (stop.isTextual()) {
            out.putArray("stop_sequences").add(stop);
        } else if (stop.isArray() && !stop.isEmpty()) {
            out.set("stop_sequences", stop);
        }
    }

    private static void tools(JsonNode asked, ObjectNode out) {
        if (!asked.path("tools").isArray() || asked.path("tools").isEmpty()) {
            return;
        }
        ArrayNode tools = out.putArray("tools");
        for (JsonNode tool : asked.path("tools")) {
            JsonNode function = tool.path("function");
            ObjectNode one = tools.addObject();
            one.put("name", function.path("name").asText());
            if (function.path("description").isTextual()) {
                one.set("description", function.path("description"));
            }
            JsonNode parameters = function.path("parameters");
            if (parameters.isObject()) {
                one.set("input_schema", parameters);
            } else {
                one.putObject("input_schema").put("type", "object");
            }
        }
        ObjectNode choice = choice(asked.path("tool_choice"));
        if (asked.path("parallel_tool_calls").isBoolean()
                && !asked.path("parallel_tool_calls").booleanValue()) {
            choice.put("disable_parallel_tool_use", true);
        }
        out.set("tool_choice", choice);
    }

    private static ObjectNode choice(JsonNode choice) {
        ObjectNode out = Json.object();
        if (choice.isObject()) {
            return out.put("type", "tool")
                    .put("name", choice.path("function").path("name").asText());
        }
        return switch (choice.asText("auto")) {
            case "none" -> out.put("type", "none");
            case "required" -> out.put("type", "any");
            default -> out.put("type", "auto");
        };
    }
}
