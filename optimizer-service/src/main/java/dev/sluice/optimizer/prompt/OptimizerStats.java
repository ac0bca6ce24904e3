package dev.sluice.optimizer.prompt;

import dev.sluice.optimizer.guard.GuardStats;
import java.time.Instant;
import java.util.List;

/**
 * What the optimiser did for a tenant since this process started; {@code GET /optimize/stats}. The lasting figures are
 * analytics-service's.
 *
 * @param since when counting began
 * @param prompts prompts asked
 * @param changed prompts that became shorter
 * @param passed prompts that passed through untried
 * @param fromCache prompts answered from memory
 * @param tokensBefore tokens that came
 * @param tokensAfter tokens that went
 * @param tokensRemoved the difference
 * @param removedPct the difference in percent of what came
 * @param techniques by technique, most tokens first
 * @param confidence its mean, 0 to 1
 * @param fidelity its mean, 0 to 1
 * @param success the part of prompts for which the time was enough, 0 to 1
 * @param millis how long it took
 * @param guard how the quality guard stands
 */
public record OptimizerStats(
        Instant since,
        long prompts,
        long changed,
        long passed,
        long fromCache,
        long tokensBefore,
        long tokensAfter,
        long tokensRemoved,
        double removedPct,
        List<ByTechnique> techniques,
        double confidence,
        double fidelity,
        double success,
        Millis millis,
        GuardStats guard) {

    public OptimizerStats {
        techniques = List.copyOf(techniques);
    }

    /** Times in milliseconds below which half, 95 % and 99 % of the prompts stay; to within 1 %. */
    public record Millis(double p50, double p95, double p99) {}

    /** One technique's share: how many prompts it was used on and how many tokens it removed. */
    public record ByTechnique(String name, long prompts, long tokensRemoved) {}
}
