package dev.sluice.cache.variation;

/** Look-ups, hits and savings. Guarded by its owner. */
final class Count {

    private long lookups;
    private long hits;
    private long savedNano;

    void add(boolean hit, long saved) {
        lookups++;
        if (hit) {
            hits++;
            savedNano += saved;
        }
    }

    long lookups() {
        return lookups;
    }

    long hits() {
        return hits;
    }

    long savedNano() {
        return savedNano;
    }
}
