package dev.sluice.analytics.experiments;

/**
 * What a metric seems to be in one variant.
 *
 * @param value the metric
 * @param variance of the estimate, not of the units: the square of its standard error
 * @param units how many units it was made from
 */
public record Estimate(double value, double variance, long units) {

    /** The standard error. */
    public double error() {
        return Math.sqrt(variance);
    }
}
