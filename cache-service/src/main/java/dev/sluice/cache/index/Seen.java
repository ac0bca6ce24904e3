package dev.sluice.cache.index;

import java.util.Arrays;

/** A set of places, for one search. */
final class Seen {

    private static final int SPREAD = 0x9E3779B9;

    private int[] slots;
    private int size;

    Seen(int expected) {
        slots = new int[Integer.highestOneBit(Math.max(expected, 8)) * 4];
    }

    /** Whether the place is new. */
    boolean add(int place) {
        if (2 * size > slots.length) {
            grow();
        }
        if (!put(place + 1)) {
            return false;
        }
        size++;
        return true;
    }

    private boolean put(int value) {
        int mask = slots.length - 1;
        int at = (value * SPREAD) >>> 8 & mask;
        while (slots[at] != 0) {
            if (slots[at] == value) {
                return false;
            }
            at = at + 1 & mask;
        }
        slots[at] = value;
        return true;
    }

    private void grow() {
        int[] before = slots;
        slots = new int[2 * before.length];
        Arrays.stream(before).filter(value -> value != 0).forEach(this::put);
    }
}
