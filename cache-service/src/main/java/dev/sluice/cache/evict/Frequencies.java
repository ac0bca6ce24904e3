package dev.sluice.cache.evict;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * About how often keys were looked for lately, those that are not kept included: a count-min sketch with conservative
 * update and counts up to 15, halved from time to time (TinyLFU: Einziger, Friedman, Manes, ACM Transactions on Storage
 * 13, 2017). Threads may lose counts to each other.
 */
final class Frequencies {

    private static final int ROWS = 4;
    private static final int MOST = 15;
    private static final int COUNTERS_EACH = 8;
    /** Look-ups per kept entry after which all counts are halved. */
    private static final int FRESH_FOR = 10;

    private final byte[] counters;
    private final int mask;
    private final AtomicInteger added = new AtomicInteger();

    /** Nothing seen yet; good for about this many kept entries. */
    Frequencies(long entries) {
        int size = Integer.highestOneBit((int) Math.clamp(entries, 64, 1 << 24)) * COUNTERS_EACH;
        this.counters = new byte[size];
        this.mask = size - 1;
    }

    int of(long hash) {
        int least = MOST;
        for (int row = 0; row < ROWS; row++) {
            least = Math.min(least, counters[place(hash, row)]);
        }
        return least;
    }

    /**
     * Counts a look-up.
     *
     * @param kept how many entries are kept now
     */
    void add(long hash, int kept) {
        int now = of(hash);
        if (now < MOST) {
            for (int row = 0; row < ROWS; row++) {
                int place = place(hash, row);
                if (counters[place] == now) {
                    counters[place]++;
                }
            }
        }
        int limit = FRESH_FOR * Math.max(kept, 64);
        int count = added.incrementAndGet();
        if (count >= limit && added.compareAndSet(count, count / 2)) {
            for (int i = 0; i < counters.length; i++) {
                counters[i] >>= 1;
            }
        }
    }

    private int place(long hash, int row) {
        return (int) (Hashes.mix(hash + row) >>> 32) & mask;
    }
}
