package dev.sluice.analytics.experiments;

import java.util.Arrays;

/**
 * A quantile and its variance by inverting the interval of a proportion (Woodruff, 1952): how far the order statistics lie
 * apart whose ranks bracket the quantile's. Right where one unit gives one value; with several per unit it is too sure.
 */
public final class Quantiles {

    private static final double Z = 1.959963984540054;
    private static final int FEWEST = 10;

    private Quantiles() {}

    /**
     * The quantile of the values.
     *
     * @param values in any order; sorted by this call
     * @param p between 0 and 1, both excluded
     * @throws IllegalArgumentException when there are fewer than ten values or p is out of range
     */
    public static Estimate of(double[] values, double p) {
        if (values.length < FEWEST) {
            throw new IllegalArgumentException(
                    "a quantile needs at least %d values, not %d".formatted(FEWEST, values.length));
        }
        if (!(p > 0 && p < 1)) {
            throw new IllegalArgumentException("a quantile lies between 0 and 1, not at " + p);
        }
        Arrays.sort(values);
        double reach = Z * Math.sqrt(p * (1 - p) / values.length);
        double error = (at(values, p + reach) - at(values, p - reach)) / (2 * Z);
        return new Estimate(at(values, p), error * error, values.length);
    }

    /** Linear between order statistics (Hyndman and Fan, type 7). */
    private static double at(double[] sorted, double p) {
        double rank = Math.clamp(p, 0, 1) * (sorted.length - 1);
        int below = (int) rank;
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (rank - below) * (sorted[above] - sorted[below]);
    }
}
