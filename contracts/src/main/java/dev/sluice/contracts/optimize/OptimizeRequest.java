package dev.sluice.contracts.optimize;

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
 */
public record OptimizeRequest(
        @Nullable String text,
        @Nullable List<ChatMessage> messages,
        @Nullable String question,
        @Nullable Level level,
        @Nullable Integer targetTokens) {

    /** How far to go: light is lossless in meaning, aggressive drops the least relevant sentences. */
    public enum Level {
        @JsonProperty("light")
        LIGHT,
        @JsonProperty("medium")
        MEDIUM,
        @JsonProperty("aggressive")
        AGGRESSIVE
    }
}
