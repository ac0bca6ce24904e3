package dev.sluice.cache.evict;

/** Hashes of keys. */
final class Hashes {

    private Hashes() {}

    static long of(String tenant, String id) {
        return mix(((long) tenant.hashCode() << 32) ^ (id.hashCode() & 0xFFFF_FFFFL));
    }

    /** All bits depend on all bits: the finaliser of SplitMix64 (Steele, Lea, Flood, OOPSLA 2014). */
    static long mix(long key) {
        long z = key + 0x9E3779B97F4A7C15L;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
