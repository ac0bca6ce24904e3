package dev.sluice.contracts.optimize;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.sluice.contracts.chat.ChatMessage;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A prompt to shorten: exactly one of text and messages.
 *
 * @param text a prompt as plain text
 * @param messages a conversation; roles and order are kept
 * @param question what the prompt is about; without one (and without a user turn that is one) only lossless rules apply
 * @param level how far to go; absent means light
 * @param targetTokens stop once the prompt is this small; absent means the level decides
 * @param targetRate the share of tokens to keep, over 0 up to 1, instead of a number of tokens
 * @param deadlineMillis how long the caller waits, in milliseconds: what was reached by then is answered
 * @param diff whether the answer tells each change; absent means it does
 * @param promptCache whether instructions are put in an order that a provider's prompt cache likes; absent means not
 * @param unit who is asking, such as a session: the quality guard leaves some units' prompts as they are, always the same
 *     ones, and compares; absent means no guard
 * @param model the model that will be asked, as {@code provider/model}: what its tokens cost decides at level auto
 */
public record OptimizeRequest(
        @Nullable String text,
        @Nullable List<ChatMessage> messages,
        @Nullable String question,
        @Nullable Level level,
        @Nullable Integer targetTokens,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Double targetRate,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Integer deadlineMillis,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Boolean diff,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Boolean promptCache,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String unit,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String model) {

    /** A prompt to shorten, with all the time the service allows. */
    public OptimizeRequest(
            @Nullable String text,
            @Nullable List<ChatMessage> messages,
            @Nullable String question,
            @Nullable Level level,
            @Nullable Integer targetTokens) {
        this(text, messages, question, level, targetTokens, null, null, null, null, null, null);
    }

    /** How far to go: light is lossless in meaning, aggressive drops the least relevant sentences. */
    public enum Level {
        @JsonProperty("light")
        LIGHT,
        @JsonProperty("medium")
        MEDIUM,
        @JsonProperty("aggressive")
        AGGRESSIVE,
        /** Light or medium, whichever saved this tenant more, or nothing where neither was worth its time. */
        @JsonProperty("auto")
        AUTO
    }
}
