package dev.sluice.analytics.experiments;

/**
 * Where a difference lies, and how surprising what was seen would be if there were none.
 *
 * @param low lower end
 * @param high upper end
 * @param p p-value for "no difference"
 */
public record Interval(double low, double high, double p) {

    static Interval around(double difference, double half, double p) {
        return new Interval(difference - half, difference + half, p);
    }

    /** Whether 0 lies outside. */
    public boolean excludesZero() {
        return low > 0 || high < 0;
    }
}
