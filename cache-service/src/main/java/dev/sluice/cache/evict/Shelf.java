package dev.sluice.cache.evict;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** Entries side by side, so that any of them can be drawn by lot. Not safe for threads. */
final class Shelf<V> {

    /** Kinds of shelf; an entry stands on one of each. */
    static final int ALL = 0;

    static final int TENANT = 1;

    private static final int SAMPLE = 16;

    private final int kind;
    private final List<Slot<V>> slots = new ArrayList<>();
    private long bytes;
    private int sweep;

    Shelf(int kind) {
        this.kind = kind;
    }

    void add(Slot<V> slot) {
        slot.place(kind, slots.size());
        slots.add(slot);
        bytes += slot.worth().bytes();
    }

    void remove(Slot<V> slot) {
        Slot<V> last = slots.removeLast();
        int place = slot.place(kind);
        if (place < slots.size()) {
            slots.set(place, last);
            last.place(kind, place);
        }
        bytes -= slot.worth().bytes();
    }

    int size() {
        return slots.size();
    }

    long bytes() {
        return bytes;
    }

    List<Slot<V>> all() {
        return List.copyOf(slots);
    }

    /** Of some drawn by lot, or of all when they are few, the one with the lowest score; an expired one at once. Null when there is none. */
    @Nullable
    Slot<V> least(Strategy strategy, double halfLife, long nowMillis, SplittableRandom luck) {
        Slot<V> least = null;
        double lowest = Double.POSITIVE_INFINITY;
        boolean few = slots.size() <= SAMPLE;
        int looks = few ? slots.size() : SAMPLE;
        for (int i = 0; i < looks; i++) {
            Slot<V> drawn = slots.get(few ? i : luck.nextInt(slots.size()));
            if (!drawn.isAlive(nowMillis)) {
                return drawn;
            }
            double score = strategy.score(drawn, halfLife);
            if (least == null || score < lowest) {
                lowest = score;
                least = drawn;
            }
        }
        return least;
    }

    /** An expired one among the next few, which are others each time; null when there is none. */
    @Nullable
    Slot<V> expired(int look, long nowMillis) {
        for (int i = 0; i < look && !slots.isEmpty(); i++) {
            sweep = sweep + 1 < slots.size() ? sweep + 1 : 0;
            Slot<V> slot = slots.get(sweep);
            if (!slot.isAlive(nowMillis)) {
                return slot;
            }
        }
        return null;
    }
}
