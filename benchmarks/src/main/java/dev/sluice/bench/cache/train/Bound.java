package dev.sluice.bench.cache.train;

/** How large a share may be of which a sample was seen: exact for yes-or-no samples (Clopper and Pearson, 1934). */
final class Bound {

    private static final int HALVINGS = 40;

    private Bound() {}

    /** The most that may be seen while the share is at most so large; -1 when even none is too many. */
    static int allowed(double share, int of, double confidence) {
        int low = -1;
        int high = of;
        while (high - low > 1) {
            int middle = (low + high) >>> 1;
            if (upper(middle, of, confidence) <= share) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** The share at which {@code seen} or fewer of {@code of} would be as rare as 1 - confidence. */
    static double upper(int seen, int of, double confidence) {
        double low = (double) seen / of;
        double high = 1;
        for (int i = 0; i < HALVINGS; i++) {
            double middle = (low + high) / 2;
            if (atMost(seen, of, middle) > 1 - confidence) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return high;
    }

    /** The chance of {@code seen} or fewer, summed from the largest term down. */
    private static double atMost(int seen, int of, double share) {
        double log = 0;
        for (int i = 1; i <= seen; i++) {
            log += StrictMath.log((double) (of - seen + i) / i);
        }
        log += seen * StrictMath.log(share) + (of - seen) * StrictMath.log1p(-share);
        double term = StrictMath.exp(log);
        double sum = 0;
        for (int i = seen; i >= 0 && term > 1e-12 * sum; i--) {
            sum += term;
            term *= i * (1 - share) / ((of - i + 1) * share);
        }
        return sum;
    }
}
