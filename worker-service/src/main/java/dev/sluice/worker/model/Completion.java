package dev.sluice.worker.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.sluice.contracts.chat.ChatMessage;
import dev.sluice.kit.ids.Ids;
import dev.sluice.worker.language.Terms;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An answer of the built-in model as the OpenAI dialect shows it, in one piece or in chunks.
 *
 * @param id the completion's id
 * @param created seconds since 1970
 * @param text the answer
 * @param finishReason {@code stop} or {@code length}
 * @param usage tokens in the model's own count: words and marks
 */
public record Completion(String id, long created, String text, String finishReason, Usage usage) {

    private static final Pattern GROUP =
            Pattern.compile("\\s*\\S+(?:\\s+\\S+){0,3}\\s*$|\\s*\\S+(?:\\s+\\S+){0,3}(?=\\s)");
    private static final Pattern TOKEN = Pattern.compile("[\\p{L}\\p{N}]+|[^\\s\\p{L}\\p{N}]");

    /** Tokens. */
    @RegisterForReflection
    public record Usage(
            @JsonProperty("prompt_tokens") int promptTokens,
            @JsonProperty("completion_tokens") int completionTokens,
            @JsonProperty("total_tokens") int totalTokens) {}

    /** A message or a part of one. */
    @RegisterForReflection
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Message(@Nullable String role, @Nullable String content) {}

    /** One of one choices. */
    @RegisterForReflection
    public record Choice(
            int index,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            Message message,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            Message delta,

            @JsonProperty("finish_reason") @Nullable String finishReason) {}

    /** A {@code chat.completion} or a {@code chat.completion.chunk}. */
    @RegisterForReflection
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Body(
            String id,
            String object,
            long created,
            String model,
            @JsonProperty("system_fingerprint") String systemFingerprint,
            List<Choice> choices,
            @Nullable Usage usage) {}

    /** Cuts an answer as the request wants it and counts it. */
    static Completion of(ChatRequest request, String answer, Instant now) {
        String text = answer;
        for (String stop : request.stop()) {
            int at = text.indexOf(stop);
            text = at < 0 ? text : text.substring(0, at);
        }
        String finish = "stop";
        Integer most = request.maxTokens();
        if (most != null && Terms.count(text) > most) {
            text = first(text, most);
            finish = "length";
        }
        int prompt = 0;
        for (ChatMessage message : request.messages()) {
            prompt += 3 + Terms.count(message.content());
        }
        int made = Terms.count(text);
        return new Completion(
                "chatcmpl-" + Ids.next(), now.getEpochSecond(), text, finish, new Usage(prompt, made, prompt + made));
    }

    private static String first(String text, int tokens) {
        Matcher token = TOKEN.matcher(text);
        int end = 0;
        for (int i = 0; i < tokens && token.find(); i++) {
            end = token.end();
        }
        return text.substring(0, end);
    }

    /** The whole answer. */
    public Body whole() {
        return body(
                "chat.completion", List.of(new Choice(0, new Message("assistant", text), null, finishReason)), usage);
    }

    /** The answer in chunks: the role, groups of words, the end, and the usage when asked for. */
    List<Body> chunks(boolean includeUsage) {
        List<Body> chunks = new ArrayList<>();
        chunks.add(chunk(new Message("assistant", ""), null));
        Matcher group = GROUP.matcher(text);
        int end = 0;
        while (group.find()) {
            chunks.add(chunk(new Message(null, text.substring(end, group.end())), null));
            end = group.end();
        }
        chunks.add(chunk(new Message(null, null), finishReason));
        if (includeUsage) {
            chunks.add(body("chat.completion.chunk", List.of(), usage));
        }
        return chunks;
    }

    private Body chunk(Message delta, @Nullable String finish) {
        return body("chat.completion.chunk", List.of(new Choice(0, null, delta, finish)), null);
    }

    private Body body(String object, List<Choice> choices, @Nullable Usage used) {
        return new Body(id, object, created, LocalModel.NAME, "sluice-extractive-1", choices, used);
    }
}
