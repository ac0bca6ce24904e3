package dev.sluice.testkit;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Chat completions as OpenAI sends them, plain and streamed. */
final class OpenAiChat {

    static final long CREATED = 1_760_000_000L;

    private OpenAiChat() {}

    static Answer answer(Asked asked, Script script, long number) {
        List<String> words = Words.of(asked, script);
        return asked.stream()
                ? Answer.events(events(asked, words, number), script.odd())
                : Answer.json(200, whole(asked, words, number), script.odd());
    }

    private static ObjectNode whole(Asked asked, List<String> words, long number) {
        ObjectNode body = head(asked, number, "chat.completion");
        ObjectNode choice = body.putArray("choices").addObject();
        choice.put("index", 0);
        ObjectNode message = choice.putObject("message");
        message.put("role", "assistant");
        message.put("content", String.join("", words));
        message.putNull("refusal");
        choice.putNull("logprobs");
        choice.put("finish_reason", "stop");
        body.set("usage", usage(asked, words.size()));
        body.put("system_fingerprint", "fp_scripted");
        return body;
    }

    private static List<String> events(Asked asked, List<String> words, long number) {
        boolean usage =
                asked.json().path("stream_options").path("include_usage").asBoolean(false);
        List<String> blocks = new ArrayList<>();
        ObjectNode first =
                Asked.JSON.createObjectNode().put("role", "assistant").put("content", "");
        blocks.add(chunk(asked, number, usage, first, null));
        for (String word : words) {
            blocks.add(chunk(asked, number, usage, Asked.JSON.createObjectNode().put("content", word), null));
        }
        blocks.add(chunk(asked, number, usage, Asked.JSON.createObjectNode(), "stop"));
        if (usage) {
            ObjectNode last = head(asked, number, "chat.completion.chunk");
            last.put("system_fingerprint", "fp_scripted");
            last.putArray("choices");
            last.set("usage", usage(asked, words.size()));
            blocks.add("data: " + last + "\n\n");
        }
        blocks.add("data: [DONE]\n\n");
        return blocks;
    }

    private static String chunk(
            Asked asked, long number, boolean usage, ObjectNode delta, @Nullable String finishReason) {
        ObjectNode chunk = head(asked, number, "chat.completion.chunk");
        chunk.put("system_fingerprint", "fp_scripted");
        ObjectNode choice = chunk.putArray("choices").addObject();
        choice.put("index", 0);
        choice.set("delta", delta);
        choice.putNull("logprobs");
        choice.put("finish_reason", finishReason);
        if (usage) {
            chunk.putNull("usage");
        }
        return "data: " + chunk + "\n\n";
    }

    private static ObjectNode head(Asked asked, long number, String object) {
        return Asked.JSON
                .createObjectNode()
                .put("id", "chatcmpl-%08d".formatted(number))
                .put("object", object)
                .put("created", CREATED)
                .put("model", asked.modelOr("gpt-4o-mini"));
    }

    private static ObjectNode usage(Asked asked, int completionTokens) {
        ObjectNode usage = Asked.JSON.createObjectNode();
        usage.put("prompt_tokens", asked.promptTokens());
        usage.put("completion_tokens", completionTokens);
        usage.put("total_tokens", asked.promptTokens() + completionTokens);
        usage.putObject("prompt_tokens_details").put("cached_tokens", 0);
        usage.putObject("completion_tokens_details").put("reasoning_tokens", 0);
        return usage;
    }
}
