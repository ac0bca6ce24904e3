package dev.sluice.cache.evict;

import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * A cache without values: it knows what a real one with another half-life would have kept, and what that would have
 * saved. Not safe for threads.
 */
final class Ghost {

    private final Map<Long, Slot<Object>> slots = new HashMap<>();
    private final Shelf<Object> shelf = new Shelf<>(Shelf.ALL);
    private final long capacity;
    private final double halfLives;
    private final Frequencies frequencies;
    private final SplittableRandom luck = new SplittableRandom(1);
    private double saved;

    /**
     * An empty one.
     *
     * @param capacity bytes
     * @param halfLives its half-life, in look-ups by kept entries
     * @param frequencies how often keys were looked for
     */
    Ghost(long capacity, double halfLives, Frequencies frequencies) {
        this.capacity = capacity;
        this.halfLives = halfLives;
        this.frequencies = frequencies;
    }

    double halfLives() {
        return halfLives;
    }

    /** What hits saved, those of before weighing less. */
    double saved() {
        return saved;
    }

    void forgetHalf() {
        saved /= 2;
    }

    /** A look-up; whether it would have been a hit. */
    boolean find(long hash, long now, int sampled, long nowMillis) {
        Slot<Object> slot = slots.get(hash);
        if (slot == null) {
            return false;
        }
        if (!slot.isAlive(nowMillis)) {
            drop(slot);
            return false;
        }
        saved += slot.worth().saves();
        slot.use(now, halfLife(sampled));
        return true;
    }

    /** What was kept after a look-up that found nothing. */
    void keep(long hash, Worth worth, long now, int sampled, long nowMillis) {
        Slot<Object> old = slots.get(hash);
        if (old != null) {
            drop(old);
        }
        if (worth.bytes() > capacity) {
            return;
        }
        var slot = new Slot<>("", "", hash, null, worth, frequencies.of(hash), now);
        double halfLife = halfLife(sampled);
        while (shelf.bytes() + worth.bytes() > capacity) {
            Slot<Object> least = shelf.least(Strategy.HYBRID, halfLife, nowMillis, luck);
            if (least == null
                    || (least.isAlive(nowMillis)
                            && Strategy.HYBRID.score(least, halfLife) > Strategy.HYBRID.score(slot, halfLife))) {
                return;
            }
            drop(least);
        }
        shelf.add(slot);
        slots.put(hash, slot);
    }

    /** One in {@code sampled} keys comes here, so that its entries stand for as many more. */
    private double halfLife(int sampled) {
        return halfLives * Math.max(1, shelf.size()) * sampled;
    }

    void remove(long hash) {
        Slot<Object> slot = slots.get(hash);
        if (slot != null) {
            drop(slot);
        }
    }

    private void drop(Slot<Object> slot) {
        slots.remove(slot.hash());
        shelf.remove(slot);
    }
}
