package dev.sluice.gateway.provider.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.gateway.answer.Tokens;
import dev.sluice.gateway.errors.ApiError;
import dev.sluice.gateway.errors.OpenAiErrors;
import dev.sluice.gateway.json.Json;

/** An answer of Anthropic's Messages API, said as a chat completion document. */
public final class AnthropicReply {

    private AnthropicReply() {}

    /**
     * Converts a message.
     *
     * @param created when it was made, seconds since 1970
     * @throws ApiError when it is no message
     */
    public static byte[] document(byte[] anthropic, long created) {
        JsonNode message = Json.read(anthropic);
        if (!message.path("content").isArray()) {
            throw ApiError.upstreamFailed(
                    "upstream_garbage", "The upstream answered something that is no Anthropic message.");
        }
        ObjectNode out = Json.object();
        out.put("id", message.path("id").asText());
        out.put("object", "chat.completion");
        out.put("created", created);
        out.put("model", message.path("model").asText());
        ObjectNode choice = out.putArray("choices").addObject();
        choice.put("index", 0);
        choice.set("message", assistant(message.path("content")));
        choice.putNull("logprobs");
        choice.put("finish_reason", finish(message.path("stop_reason").asText()));
        out.set("usage", usage(tokens(message.path("usage"))));
        return Json.write(out);
    }

    /** An error of Anthropic's, as one of OpenAI's with the same words. */
    public static byte[] error(byte[] anthropic, int status) {
        JsonNode error = Json.read(anthropic).path("error");
        String type = error.path("type").asText(status < 500 ? "invalid_request_error" : "upstream_error");
        String message = error.path("message").asText("The upstream answered with status " + status + ".");
        return OpenAiErrors.body(message, type, null, type);
    }

    static Tokens tokens(JsonNode usage) {
        long cached = usage.path("cache_read_input_tokens").asLong(0);
        long input = usage.path("input_tokens").asLong(0)
                + cached
                + usage.path("cache_creation_input_tokens").asLong(0);
        return new Tokens(input, usage.path("output_tokens").asLong(0), cached, 0, false);
    }

    static ObjectNode usage(Tokens tokens) {
        ObjectNode usage = Json.object();
        usage.put("prompt_tokens", tokens.input());
        usage.put("completion_tokens", tokens.output());
        usage.put("total_tokens", tokens.total());
        usage.putObject("prompt_tokens_details").put("cached_tokens", tokens.cachedInput());
        return usage;
    }

    /** Why it ended, in OpenAI's words. */
    static String finish(String reason) {
        return switch (reason) {
            case "max_tokens", "model_context_window_exceeded" -> "length";
            case "tool_use" -> "tool_calls";
            case "refusal" -> "content_filter";
            default -> "stop";
        };
    }

    private static ObjectNode assistant(JsonNode blocks) {
        var text = new StringBuilder();
        ArrayNode calls = JsonNodeFactory.instance.arrayNode();
        for (JsonNode block : blocks) {
            switch (block.path("type").asText()) {
                case "text" -> text.append(block.path("text").asText());
                case "tool_use" ->
                    calls.addObject()
                            .put("id", block.path("id").asText())
                            .put("type", "function")
                            .putObject("function")
                            .put("name", block.path("name").asText())
                            .put("arguments", block.path("input").toString());
                default -> {}
            }
        }
        ObjectNode message = Json.object().put("role", "assistant");
        if (text.isEmpty() && !calls.isEmpty()) {
            message.putNull("content");
        } else {
            message.put("content", text.toString());
        }
        message.putNull("refusal");
        if (!calls.isEmpty()) {
            message.set("tool_calls", calls);
        }
        return message;
    }
}
