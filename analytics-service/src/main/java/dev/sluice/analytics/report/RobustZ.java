package dev.sluice.analytics.report;

import java.util.Arrays;

/**
 * How far a value is from the usual ones, in robust standard deviations: the modified z-score of Iglewicz and Hoaglin
 * (How to Detect and Handle Outliers, ASQC 1993), {@code 0.6745 (x - median) / MAD}, so that earlier outliers do not hide
 * later ones. Where more than half of the values are equal the mean absolute deviation takes the MAD's place, as they say.
 *
 * @param median of the usual values
 * @param spread one robust standard deviation; 0 when all are equal
 */
record RobustZ(double median, double spread) {

    /** Above it Iglewicz and Hoaglin call a value an outlier. */
    static final double OUTLIER = 3.5;

    private static final double MAD = 0.6745;
    private static final double MEAN = 1.253314;

    /** From at least one usual value. */
    static RobustZ of(double[] usual) {
        double median = median(usual);
        double[] away = Arrays.stream(usual).map(x -> Math.abs(x - median)).toArray();
        double mad = median(away);
        double mean = Arrays.stream(away).average().orElse(0);
        return new RobustZ(median, mad > 0 ? mad / MAD : MEAN * mean);
    }

    /** The score of a value; infinite for one that differs from values that are all equal. */
    double score(double x) {
        double away = x - median;
        if (away == 0) {
            return 0;
        }
        return spread == 0 ? Math.copySign(Double.POSITIVE_INFINITY, away) : away / spread;
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int half = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
    }
}
