package dev.sluice.optimizer.shorten;

import dev.sluice.contracts.optimize.OptimizeRequest.Level;
import org.jspecify.annotations.Nullable;

/**
 * How far to go.
 *
 * @param level light, medium or aggressive
 * @param question what the prompt is about, when somebody said so
 * @param targetTokens small enough, at least 1; absent means the level decides
 * @param targetRate the share of tokens to keep, over 0 up to 1, when no number of tokens is given
 * @param stableFirst whether instructions are put in an order that a provider's prompt cache likes
 */
public record Wish(
        Level level,
        @Nullable String question,
        @Nullable Integer targetTokens,
        @Nullable Double targetRate,
        boolean stableFirst) {

    /** A wish in tokens, or without a target. */
    public Wish(Level level, @Nullable String question, @Nullable Integer targetTokens) {
        this(level, question, targetTokens, null, false);
    }

    /** A wish without a word about order. */
    public Wish(Level level, @Nullable String question, @Nullable Integer targetTokens, @Nullable Double targetRate) {
        this(level, question, targetTokens, targetRate, false);
    }

    /** The same wish at another level. */
    public Wish at(Level other) {
        return new Wish(other, question, targetTokens, targetRate, stableFirst);
    }

    /** Whether nothing is wanted that could lose anything. */
    public boolean isLossless() {
        return level == Level.LIGHT && !hasTarget();
    }

    /** Whether somebody said how small. */
    boolean hasTarget() {
        return targetTokens != null || targetRate != null;
    }

    /** How many of so many tokens are small enough; absent when the level decides. */
    @Nullable
    Integer target(int tokens) {
        if (targetTokens != null || targetRate == null) {
            return targetTokens;
        }
        return Math.max(1, (int) Math.ceil(targetRate * tokens));
    }
}
