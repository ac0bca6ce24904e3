package dev.sluice.analytics.experiments;

import java.util.List;
import org.apache.commons.statistics.distribution.ChiSquaredDistribution;

/**
 * Whether the variants got the shares they were meant to get: Pearson's chi-squared test (Fabijan et al., 2019). A split
 * that is off has lost or double-counted somebody, and every figure made from it is worth nothing.
 */
public final class SampleRatio {

    /** Below this no verdict is given. */
    public static final double BLOCKS_BELOW = 0.001;

    private SampleRatio() {}

    /**
     * How likely a split as uneven as this is when nothing is wrong.
     *
     * @param units of each variant
     * @param weights of each variant, in the same order; need not sum to anything
     * @throws IllegalArgumentException when there are fewer than two variants, or a weight is not above 0
     */
    public static double p(List<Long> units, List<Integer> weights) {
        if (units.size() < 2 || units.size() != weights.size()) {
            throw new IllegalArgumentException(
                    "two variants or more, each with its weight, not %s and %s".formatted(units, weights));
        }
        if (weights.stream().anyMatch(weight -> weight <= 0)) {
            throw new IllegalArgumentException("weights are above 0: " + weights);
        }
        long all = units.stream().mapToLong(count -> count).sum();
        if (all == 0) {
            return 1;
        }
        double whole = weights.stream().mapToLong(weight -> weight).sum();
        double squared = 0;
        for (int i = 0; i < units.size(); i++) {
            double expected = all * (weights.get(i) / whole);
            double off = units.get(i) - expected;
            squared += off * off / expected;
        }
        return ChiSquaredDistribution.of(units.size() - 1).survivalProbability(squared);
    }
}
