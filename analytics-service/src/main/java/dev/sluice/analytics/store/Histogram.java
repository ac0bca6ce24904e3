package dev.sluice.analytics.store;

import java.util.SortedMap;

/**
 * Quantiles of what was counted in bins of a constant ratio (DDSketch: Masson, Rim and Lee, VLDB 2019). Bin {@code i}
 * holds values above gamma^(i-1) and not above gamma^i; the value told for it is within {@link #ERROR} of each of them.
 */
public final class Histogram {

    /** The relative error of a quantile. */
    public static final double ERROR = 0.02;

    private static final double GAMMA = (1 + ERROR) / (1 - ERROR);

    /** The logarithm of the ratio of two bins' bounds. */
    static final double LN_GAMMA = Math.log(GAMMA);

    private Histogram() {}

    /** The bin of a value of 1 or more; smaller ones are in the bin of 1. */
    public static int bin(long value) {
        return (int) Math.ceil(Math.log((double) Math.max(1, value)) / LN_GAMMA);
    }

    /**
     * A quantile by its nearest rank: the smallest bin that at least that part of the values lies in or below, so that of
     * two values the 95th percentile is the greater. 0 when nothing was counted.
     *
     * @param bins how many values are in each bin
     * @param part in [0, 1]
     */
    public static double quantile(SortedMap<Integer, Long> bins, double part) {
        long all = bins.values().stream().mapToLong(Long::longValue).sum();
        long rank = Math.max(1, (long) Math.ceil(part * all));
        long before = 0;
        for (var bin : bins.entrySet()) {
            before += bin.getValue();
            if (before >= rank) {
                return 2 * Math.pow(GAMMA, bin.getKey()) / (GAMMA + 1);
            }
        }
        return 0;
    }
}
