package dev.sluice.bench.cache;

import java.util.Arrays;

/** Times of single runs. */
final class Timed {

    private final long[] nanos;
    private int count;

    Timed(int most) {
        this.nanos = new long[most];
    }

    void add(long time) {
        nanos[count++] = time;
    }

    /** The time that this part, 0 to 1, of all runs did not take longer than, in microseconds. */
    double micros(double part) {
        long[] sorted = Arrays.copyOf(nanos, count);
        Arrays.sort(sorted);
        return sorted[(int) Math.min(count - 1L, (long) (part * count))] / 1e3;
    }
}
