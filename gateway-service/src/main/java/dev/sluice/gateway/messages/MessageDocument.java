package dev.sluice.gateway.messages;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.gateway.errors.AnthropicErrors;
import dev.sluice.gateway.errors.ApiError;
import dev.sluice.gateway.json.Json;

/** A chat completion document, said as a message of Anthropic's. */
public final class MessageDocument {

    private MessageDocument() {}

    /**
     * Converts a document.
     *
     * @throws ApiError when it is no chat completion
     */
    public static byte[] from(byte[] chat) {
        JsonNode said = Json.read(chat);
        JsonNode choice = said.path("choices").path(0);
        if (!choice.path("message").isObject()) {
            throw ApiError.upstreamFailed(
                    "upstream_garbage", "The upstream answered something that is no chat completion.");
        }
        ObjectNode out = Json.object();
        out.put("id", said.path("id").asText());
        out.put("type", "message");
        out.put("role", "assistant");
        out.put("model", said.path("model").asText());
        ArrayNode content = out.putArray("content");
        JsonNode message = choice.path("message");
        text(message.path("content"), content);
        text(message.path("refusal"), content);
        for (JsonNode call : message.path("tool_calls")) {
            JsonNode function = call.path("function");
            content.addObject()
                    .put("type", "tool_use")
                    .put("id", call.path("id").asText())
                    .put("name", function.path("name").asText())
                    .set("input", Json.read(function.path("arguments").asText("{}")));
        }
        boolean refused = message.path("refusal").isTextual();
        ending(choice, refused, out);
        out.set("usage", usage(said.path("usage")));
        return Json.write(out);
    }

    /** An error of another dialect with the same words. */
    public static byte[] error(byte[] chat, int status, String requestId) {
        String message =
                Json.read(chat).at("/error/message").asText("The upstream answered with status " + status + ".");
        return AnthropicErrors.body(status, message, requestId);
    }

    private static void text(JsonNode words, ArrayNode content) {
        if (words.isTextual() && !words.asText().isEmpty()) {
            content.addObject().put("type", "text").set("text", words);
        }
    }

    /** Why it ended. Hosts that tell which stop sequence was met put it into {@code stop_reason} of the choice. */
    static void ending(JsonNode choice, boolean refused, ObjectNode out) {
        String finish = choice.path("finish_reason").asText("stop");
        if (finish.equals("stop") && choice.path("stop_reason").isTextual()) {
            out.put("stop_reason", "stop_sequence");
            out.set("stop_sequence", choice.path("stop_reason"));
            return;
        }
        out.put("stop_reason", refused ? "refusal" : reason(finish));
        out.putNull("stop_sequence");
    }

    /** Why it ended, in Anthropic's words. */
    static String reason(String finish) {
        return switch (finish) {
            case "length" -> "max_tokens";
            case "tool_calls", "function_call" -> "tool_use";
            case "content_filter" -> "refusal";
            default -> "end_turn";
        };
    }

    /** Anthropic counts the cached part of a prompt apart. */
    static ObjectNode usage(JsonNode usage) {
        long input = usage.path("prompt_tokens").asLong(0);
        long cached =
                Math.min(input, usage.at("/prompt_tokens_details/cached_tokens").asLong(0));
        return Json.object()
                .put("input_tokens", input - cached)
                .put("cache_creation_input_tokens", 0)
                .put("cache_read_input_tokens", cached)
                .put("output_tokens", usage.path("completion_tokens").asLong(0));
    }
}
