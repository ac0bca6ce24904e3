package dev.sluice.optimizer.prompt;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.sluice.contracts.optimize.OptimizeReply.Counts;
import dev.sluice.optimizer.guard.GuardStats;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the optimiser did for a tenant since this process started; {@code GET /optimize/stats}. The lasting figures are
 * analytics-service's.
 *
 * @param since when counting began
 * @param prompts prompts asked
 * @param changed prompts that became shorter
 * @param passed prompts that passed through untried
 * @param fromCache prompts answered from memory
 * @param tokensBefore tokens that came (o200k_base, as all others outside of {@code counts})
 * @param tokensAfter tokens that went
 * @param tokensRemoved the difference
 * @param removedPct the difference in percent of what came
 * @param techniques by technique, most tokens first
 * @param counts the tokens as the models that were asked count them, by tokenizer: sums of what was told for each prompt
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
        List<ByTokenizer> counts,
        double confidence,
        double fidelity,
        double success,
        Millis millis,
        GuardStats guard) {

    public OptimizerStats {
        techniques = List.copyOf(techniques);
        counts = List.copyOf(counts);
    }

    /** Times in milliseconds below which half, 95 % and 99 % of the prompts stay; to within 1 %. */
    public record Millis(double p50, double p95, double p99) {}

    /**
     * What was told of the prompts for models of one tokenizer.
     *
     * @param tokenizer as in {@link Counts}
     * @param exact whether they are counted with the models' own encoding
     * @param prompts how many prompts
     * @param before their tokens as they came
     * @param after their tokens as they went
     * @param errorMedian how far one prompt's estimate is off in the middle, as a part; 0 when exact, absent when unknown
     * @param error95 how far in the worst of twenty; 0 when exact, absent when unknown
     */
    public record ByTokenizer(
            String tokenizer,
            boolean exact,
            long prompts,
            long before,
            long after,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            Double errorMedian,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            Double error95) {

        /** Those of one prompt. */
        static ByTokenizer of(Counts told) {
            return new ByTokenizer(
                    told.tokenizer(), told.exact(), 1, told.before(), told.after(), told.errorMedian(), told.error95());
        }

        /** Both together, of the same tokenizer. */
        ByTokenizer plus(ByTokenizer other) {
            return new ByTokenizer(
                    tokenizer,
                    exact,
                    prompts + other.prompts,
                    before + other.before,
                    after + other.after,
                    errorMedian,
                    error95);
        }
    }

    /** One technique's share: how many prompts it was used on and how many tokens it removed. */
    public record ByTechnique(String name, long prompts, long tokensRemoved) {}
}
