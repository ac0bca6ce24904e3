package dev.sluice.cache.evict;

/**
 * What an entry takes and what it is good for.
 *
 * @param bytes the memory it takes, at least 1
 * @param saves what one hit saves, in nano-USD or any other unit that is the same for all entries; at least 1
 * @param expiresAtMillis from when on it is no longer served
 */
public record Worth(int bytes, double saves, long expiresAtMillis) {

    public Worth {
        if (bytes < 1 || !(saves >= 1)) {
            throw new IllegalArgumentException(
                    "bytes is " + bytes + " and saves " + saves + ", both must be at least 1");
        }
    }

    /** Savings per byte as a power of two. */
    double density() {
        return Math.log(saves / bytes) * Strategy.PER_LN_2;
    }
}
