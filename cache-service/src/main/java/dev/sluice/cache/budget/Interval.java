package dev.sluice.cache.budget;

/**
 * A confidence interval of a proportion after Wilson (Probable inference, the law of succession, and statistical
 * inference, 1927): right for few trials and for proportions near 0 or 1, where the usual one is not.
 *
 * @param low lower end, 0 to 1
 * @param high upper end, 0 to 1
 */
public record Interval(double low, double high) {

    /** Two-sided 95 %. */
    public static final double Z_95 = 1.959964;
    /** One-sided 95 %. */
    static final double Z_UPPER_95 = 1.644854;

    /**
     * The interval of a proportion that was seen.
     *
     * @param of how often it was the case
     * @param trials how often it was looked at; with 0 the interval is everything
     * @param z quantile of the normal distribution, such as {@link #Z_95}
     */
    public static Interval of(double of, double trials, double z) {
        if (trials <= 0) {
            return new Interval(0, 1);
        }
        double p = Math.clamp(of / trials, 0, 1);
        double z2 = z * z / trials;
        double middle = p + z2 / 2;
        double half = z * Math.sqrt(p * (1 - p) / trials + z2 / (4 * trials));
        return new Interval(Math.max(0, (middle - half) / (1 + z2)), Math.min(1, (middle + half) / (1 + z2)));
    }
}
