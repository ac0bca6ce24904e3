package dev.sluice.analytics.experiments;

/**
 * What is known of one variant's units: of each unit a value {@code y} and a companion {@code x}, which is the denominator
 * of a ratio or what the unit did before the experiment. Variances are of the sample (divided by n - 1).
 *
 * @param units how many units
 * @param meanY mean of the values
 * @param varY variance of the values
 * @param meanX mean of the companions; 0 when there is none
 * @param varX variance of the companions
 * @param covXY covariance of the two
 */
public record Moments(long units, double meanY, double varY, double meanX, double varX, double covXY) {

    /** Of values that have no companion. */
    public static Moments of(long units, double mean, double variance) {
        return new Moments(units, mean, variance, 0, 0, 0);
    }

    /** The mean of the values. */
    public Estimate mean() {
        return new Estimate(meanY, varY / units, units);
    }

    /**
     * The sum of the values over the sum of the companions, where the unit of assignment is not the unit of the metric:
     * cost per request of users who make several. Delta method (Deng, Knoblich and Lu, 2018).
     */
    public Estimate ratio() {
        double ratio = meanY / meanX;
        double variance = (varY - 2 * ratio * covXY + ratio * ratio * varX) / (meanX * meanX * units);
        return new Estimate(ratio, Math.max(0, variance), units);
    }

    /**
     * The mean of the values with what the companions explain taken out: CUPED (Deng, Xu, Kohavi and Walker, 2013). The
     * companion must be known from before the first exposure.
     *
     * @param theta how much a value follows its companion, one for all variants ({@link #theta})
     * @param centre the mean of the companions over all variants
     */
    public Estimate adjusted(double theta, double centre) {
        double variance = varY - 2 * theta * covXY + theta * theta * varX;
        return new Estimate(meanY - theta * (meanX - centre), Math.max(0, variance) / units, units);
    }

    /** The slope of values on companions, pooled over variants; 0 when the companions do not vary. */
    public static double theta(Iterable<Moments> variants) {
        double covariance = 0;
        double variance = 0;
        for (Moments one : variants) {
            covariance += one.covXY * (one.units - 1);
            variance += one.varX * (one.units - 1);
        }
        return variance > 0 ? covariance / variance : 0;
    }

    /** The mean of the companions over all variants. */
    public static double centre(Iterable<Moments> variants) {
        double sum = 0;
        long units = 0;
        for (Moments one : variants) {
            sum += one.meanX * one.units;
            units += one.units;
        }
        return units > 0 ? sum / units : 0;
    }
}
