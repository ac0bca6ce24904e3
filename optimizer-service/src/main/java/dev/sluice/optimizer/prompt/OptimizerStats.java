package dev.sluice.optimizer.prompt;

import java.time.Instant;
import java.util.List;

/**
 * What the optimiser did for a tenant since this process started; {@code GET /optimize/stats}. The lasting figures are
 * analytics-service's.
 *
 * @param since when counting began
 * @param prompts prompts asked
 * @param changed prompts that became shorter
 * @param fromCache prompts answered from memory
 * @param tokensBefore tokens that came
 * @param tokensAfter tokens that went
 * @param tokensRemoved the difference
 * @param techniques by technique, most tokens first
 */
public record OptimizerStats(
        Instant since,
        long prompts,
        long changed,
        long fromCache,
        long tokensBefore,
        long tokensAfter,
        long tokensRemoved,
        List<ByTechnique> techniques) {

    public OptimizerStats {
        techniques = List.copyOf(techniques);
    }

    /** One technique's share: how many prompts it was used on and how many tokens it removed. */
    public record ByTechnique(String name, long prompts, long tokensRemoved) {}
}
