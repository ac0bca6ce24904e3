package dev.sluice.optimizer.shorten;

import dev.sluice.contracts.chat.ChatMessage;
import dev.sluice.contracts.optimize.OptimizeReply.Technique;
import java.util.List;

/**
 * What became of a conversation.
 *
 * @param messages the conversation as it goes
 * @param tokensBefore tokens it came with
 * @param tokensAfter tokens it goes with
 * @param techniques what was applied, in order
 * @param confidence 0 to 1: how sure we are that the meaning is kept
 * @param fidelity 0 to 1: how much of what the conversation said it still says, by its words
 * @param reversible whether only layout went
 * @param kept the place of each message in the conversation as it came, from 0
 * @param complete false when the time was up before all strategies were tried
 */
public record Shortened(
        List<ChatMessage> messages,
        int tokensBefore,
        int tokensAfter,
        List<Technique> techniques,
        double confidence,
        double fidelity,
        boolean reversible,
        List<Integer> kept,
        boolean complete) {}
