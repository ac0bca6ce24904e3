package dev.sluice.gateway.ingress;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.gateway.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A chat completion request: the bytes as they came and a view on them.
 *
 * @param body the body as it came
 * @param model the model named
 * @param modelAt where it stands
 * @param stream whether the client wants a stream of events
 * @param messagesAt where the list of messages stands
 * @param turns the messages
 * @param options the parameters the gateway looks at
 * @param usageWish what makes a stream tell its usage; null if it will anyway, or is none
 * @param templateAt where the member of that name stands, its name included; null when there is none. With one, there
 *     may be no messages
 */
public record ChatRequest(
        Body body,
        String model,
        Span modelAt,
        boolean stream,
        Span messagesAt,
        List<Turn> turns,
        Options options,
        @Nullable UsageWish usageWish,
        @Nullable Span templateAt)
        implements ModelRequest {

    /**
     * The parameters the gateway looks at; all others pass unread.
     *
     * @param temperature absent means the model's default
     * @param n how many answers are wanted
     * @param maxTokens {@code max_completion_tokens}, else {@code max_tokens}; absent means no limit
     * @param tools whether tools or functions are offered
     * @param includeUsage whether the stream shall end with a chunk of usage
     * @param logprobs whether log probabilities are wanted
     * @param shaped whether the answer shall be anything but prose: {@code response_format} is an object of another type
     *     than {@code text}
     */
    public record Options(
            @Nullable Double temperature,
            long n,
            @Nullable Long maxTokens,
            boolean tools,
            boolean includeUsage,
            boolean logprobs,
            boolean shaped) {}

    /**
     * Reads a body.
     *
     * @throws dev.sluice.gateway.errors.ApiError when it cannot be understood
     */
    public static ChatRequest read(byte[] body, Bounds bounds) {
        return new RequestReader(new Body(body), bounds).chat();
    }

    /** Reads a body that we wrote, or have read before. */
    public static ChatRequest read(byte[] body) {
        return read(body, Bounds.NONE);
    }

    /** The last message of role user; null when there is none. */
    public @Nullable Turn lastUserTurn() {
        for (int i = turns.size() - 1; i >= 0; i--) {
            if (turns.get(i).role().equals("user")) {
                return turns.get(i);
            }
        }
        return null;
    }

    /** The text of a message: its string, or its text parts each on a line of its own; other parts are left out. */
    public String text(Turn turn) {
        return TextOf.content(bytes(), turn);
    }

    /** The value of the member {@code template}; empty when there is none. */
    public JsonNode template() {
        return templateAt == null ? Json.object() : TemplateMember.value(bytes(), templateAt);
    }

    /**
     * The same request with a filled template before its own messages, and without the member {@code template}.
     *
     * @param messages JSON objects, separated by commas
     * @throws dev.sluice.gateway.errors.ApiError when it cannot be understood, or is beyond the bounds
     */
    public ChatRequest filled(String messages, Bounds bounds) {
        return templateAt == null
                ? this
                : read(TemplateMember.replaced(bytes(), templateAt, messagesAt, turns.isEmpty(), messages), bounds);
    }

    /**
     * The same request with other texts; every byte outside of them as it was.
     *
     * @param texts one for each turn, whose content is a string; null keeps a turn as it is
     */
    public ChatRequest withTexts(List<@Nullable String> texts) {
        byte[] changed = bytes();
        boolean same = true;
        for (int i = turns.size() - 1; i >= 0; i--) {
            String text = texts.get(i);
            if (text != null) {
                byte[] quoted = Splice.quoted(text).getBytes(StandardCharsets.UTF_8);
                changed = Splice.replace(changed, turns.get(i).content(), quoted);
                same = false;
            }
        }
        return same ? this : read(changed);
    }
}
