package dev.sluice.cache.index;

import java.util.Arrays;

/** Places in the order of their similarity, as a binary heap of longs: the similarity above, the place below. */
final class Ranked {

    private static final int SIGN = 0x7fffffff;

    private long[] heap;
    private int size;

    Ranked(int room) {
        heap = new long[room + 2];
    }

    /** A place with its similarity; the nearer the greater. */
    static long of(float similarity, int place) {
        int bits = Float.floatToIntBits(similarity);
        return (long) (bits ^ ((bits >> 31) & SIGN)) << 32 | place;
    }

    static int place(long ranked) {
        return (int) ranked;
    }

    static float similarity(long ranked) {
        int bits = (int) (ranked >> 32);
        return Float.intBitsToFloat(bits ^ ((bits >> 31) & SIGN));
    }

    int size() {
        return size;
    }

    /** The least. */
    long least() {
        return heap[1];
    }

    void add(long value) {
        if (++size == heap.length) {
            heap = Arrays.copyOf(heap, 2 * size);
        }
        int at = size;
        while (at > 1 && heap[at >> 1] > value) {
            heap[at] = heap[at >> 1];
            at >>= 1;
        }
        heap[at] = value;
    }

    /** Takes the least out. */
    long poll() {
        long least = heap[1];
        long last = heap[size--];
        int at = 1;
        for (int child = 2; child <= size; child = 2 * at) {
            if (child < size && heap[child + 1] < heap[child]) {
                child++;
            }
            if (heap[child] >= last) {
                break;
            }
            heap[at] = heap[child];
            at = child;
        }
        heap[at] = last;
        return least;
    }

    /** Adds a value and drops the least when there are more than so many. */
    void addWithin(long value, int most) {
        if (size < most) {
            add(value);
        } else if (value > least()) {
            poll();
            add(value);
        }
    }

    /** All, the greatest first. Leaves nothing. */
    long[] drain() {
        long[] all = new long[size];
        while (size > 0) {
            int last = size - 1;
            all[last] = poll();
        }
        return all;
    }
}
