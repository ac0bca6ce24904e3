package dev.sluice.bench;

import java.util.Arrays;
import java.util.function.Supplier;

/** How long something takes that is done again and again, within a bound for all of it together. */
public final class Quick {

    private static final int TIMES = 20;
    private static final int FEWEST = 3;
    private static final long ENOUGH_NANOS = 20_000_000_000L;

    private Quick() {}

    /**
     * The 95th percentile of 20 runs after one that does not count, milliseconds; of at least 3 where 20 would take more
     * than 20 seconds.
     */
    public static double p95Millis(Supplier<?> work) {
        double[] millis = new double[TIMES];
        answer(work);
        long begin = System.nanoTime();
        int done = 0;
        while (done < TIMES && (done < FEWEST || System.nanoTime() - begin < ENOUGH_NANOS)) {
            long one = System.nanoTime();
            answer(work);
            millis[done++] = (System.nanoTime() - one) / 1e6;
        }
        double[] sorted = Arrays.copyOf(millis, done);
        Arrays.sort(sorted);
        return sorted[(int) Math.ceil(0.95 * done) - 1];
    }

    private static void answer(Supplier<?> work) {
        if (work.get() == null) {
            throw new IllegalStateException("no answer");
        }
    }
}
