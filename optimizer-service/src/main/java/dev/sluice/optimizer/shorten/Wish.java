package dev.sluice.optimizer.shorten;

import dev.sluice.contracts.optimize.OptimizeRequest.Level;
import org.jspecify.annotations.Nullable;

/**
 * How far to go.
 *
 * @param level light, medium or aggressive
 * @param question what the prompt is about, when somebody said so
 * @param targetTokens small enough, at least 1; absent means the level decides
 */
public record Wish(
        Level level, @Nullable String question, @Nullable Integer targetTokens) {}
