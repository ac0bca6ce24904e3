package dev.sluice.testkit;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/** Messages as Anthropic sends them, plain and streamed. */
final class AnthropicMessages {

    private AnthropicMessages() {}

    static Answer answer(Asked asked, Script script, long number) {
        List<String> words = Words.of(asked, script);
        return asked.stream()
                ? Answer.events(events(asked, words, number), script.odd())
                : Answer.json(200, whole(asked, words, number), script.odd());
    }

    static ObjectNode countTokens(Asked asked) {
        return Asked.JSON.createObjectNode().put("input_tokens", asked.promptTokens());
    }

    static ObjectNode error(int status, String message) {
        String type = switch (status) {
            case 401 -> "authentication_error";
            case 403 -> "permission_error";
            case 404 -> "not_found_error";
            case 413 -> "request_too_large";
            case 429 -> "rate_limit_error";
            case 529 -> "overloaded_error";
            default -> status >= 500 ? "api_error" : "invalid_request_error";
        };
        ObjectNode body = Asked.JSON.createObjectNode().put("type", "error");
        body.putObject("error").put("type", type).put("message", message);
        return body;
    }

    private static ObjectNode whole(Asked asked, List<String> words, long number) {
        ObjectNode body = message(asked, number, words.size());
        body.withArray("content").addObject().put("type", "text").put("text", String.join("", words));
        body.put("stop_reason", "end_turn");
        return body;
    }

    private static List<String> events(Asked asked, List<String> words, long number) {
        List<String> blocks = new ArrayList<>();
        ObjectNode start = type("message_start");
        start.set("message", message(asked, number, 1));
        blocks.add(block("message_start", start));
        ObjectNode open = type("content_block_start").put("index", 0);
        open.putObject("content_block").put("type", "text").put("text", "");
        blocks.add(block("content_block_start", open));
        blocks.add(block("ping", type("ping")));
        for (String word : words) {
            ObjectNode delta = type("content_block_delta").put("index", 0);
            delta.putObject("delta").put("type", "text_delta").put("text", word);
            blocks.add(block("content_block_delta", delta));
        }
        blocks.add(block("content_block_stop", type("content_block_stop").put("index", 0)));
        ObjectNode end = type("message_delta");
        end.putObject("delta").put("stop_reason", "end_turn").putNull("stop_sequence");
        end.putObject("usage").put("output_tokens", words.size());
        blocks.add(block("message_delta", end));
        blocks.add(block("message_stop", type("message_stop")));
        return blocks;
    }

    private static ObjectNode message(Asked asked, long number, int outputTokens) {
        ObjectNode body = Asked.JSON.createObjectNode();
        body.put("id", "msg_%08d".formatted(number));
        body.put("type", "message");
        body.put("role", "assistant");
        body.put("model", asked.modelOr("claude-sonnet-4-5"));
        body.putArray("content");
        body.putNull("stop_reason");
        body.putNull("stop_sequence");
        body.putObject("usage")
                .put("input_tokens", asked.promptTokens())
                .put("cache_creation_input_tokens", 0)
                .put("cache_read_input_tokens", 0)
                .put("output_tokens", outputTokens);
        return body;
    }

    private static ObjectNode type(String type) {
        return Asked.JSON.createObjectNode().put("type", type);
    }

    private static String block(String event, ObjectNode data) {
        return "event: " + event + "\ndata: " + data + "\n\n";
    }
}
