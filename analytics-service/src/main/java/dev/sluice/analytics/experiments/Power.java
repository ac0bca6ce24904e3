package dev.sluice.analytics.experiments;

import dev.sluice.analytics.experiments.Inference.Normal;

/**
 * How many units an experiment needs, and what a number of units can show: the normal approximation for two independent
 * samples with the same variance, two-sided.
 *
 * @param deviation standard deviation of a unit's value
 * @param share of the variant among both, between 0 and 1
 * @param alpha chance of seeing a difference where there is none
 */
public record Power(double deviation, double share, double alpha) {

    public Power {
        if (!(deviation > 0)) {
            throw new IllegalArgumentException("a deviation is above 0, not " + deviation);
        }
        if (!(share > 0 && share < 1)) {
            throw new IllegalArgumentException("a share lies between 0 and 1, not at " + share);
        }
        if (!(alpha > 0 && alpha < 1)) {
            throw new IllegalArgumentException("alpha lies between 0 and 1, not at " + alpha);
        }
    }

    /**
     * Units of both variants together that show a difference with a given chance.
     *
     * @param difference the smallest one worth knowing
     * @param power the chance of showing it, between 0 and 1
     */
    public long units(double difference, double power) {
        if (!(Math.abs(difference) > 0)) {
            throw new IllegalArgumentException("a difference of 0 is shown by no number of units");
        }
        if (!(power > 0 && power < 1)) {
            throw new IllegalArgumentException("power lies between 0 and 1, not at " + power);
        }
        double reach = (Normal.quantile(1 - alpha / 2) + Normal.quantile(power)) * deviation / difference;
        return (long) Math.ceil(reach * reach / (share * (1 - share)));
    }

    /** The chance that so many units of both variants together show a difference. */
    public double of(long units, double difference) {
        double z = Math.abs(difference) / deviation * Math.sqrt(units * share * (1 - share));
        double needed = Normal.quantile(1 - alpha / 2);
        return Normal.above(needed - z) + Normal.above(needed + z);
    }
}
