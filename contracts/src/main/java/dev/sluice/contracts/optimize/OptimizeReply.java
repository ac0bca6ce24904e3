package dev.sluice.contracts.optimize;

import dev.sluice.contracts.chat.ChatMessage;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The shortened prompt and how it came about.
 *
 * @param text the prompt, when text was asked
 * @param messages the conversation, when messages were asked
 * @param tokensBefore tokens of the prompt as it came (o200k_base)
 * @param tokensAfter tokens of the prompt as it goes
 * @param techniques what was applied, in order, with what each removed
 * @param confidence 0 to 1: how sure the service is that the meaning is kept
 * @param changed false when nothing was gained and the prompt passed through
 */
public record OptimizeReply(
        @Nullable String text,
        @Nullable List<ChatMessage> messages,
        int tokensBefore,
        int tokensAfter,
        List<Technique> techniques,
        double confidence,
        boolean changed) {

    /**
     * One technique's share.
     *
     * @param name such as {@code whitespace}, {@code json-minify}, {@code politeness}, {@code extractive}
     * @param tokensRemoved tokens this technique removed
     * @param lossless whether the meaning is kept by construction
     */
    public record Technique(String name, int tokensRemoved, boolean lossless) {}
}
