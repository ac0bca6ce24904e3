package dev.sluice.cache.evict;

/** Which entry is worth the least: the one with the lowest score goes first. */
public enum Strategy {
    /** The one that was not used for the longest time. */
    LRU,
    /** The one that is used least often, as far as anybody remembers. */
    LFU,
    /** The one that expires soonest. */
    TTL,
    /**
     * The one that saves least per byte by what it was used lately. How long "lately" is, is found out by {@link Ghosts}.
     */
    HYBRID;

    static final double PER_LN_2 = 1 / Math.log(2);

    /** What was used once will mostly not be used again: uses count less this (found on a stream of questions). */
    private static final double SEEN_ONCE = 0.6;
    /** How far savings per byte count beside uses, which are only guessed (GD*: Jin, Bestavros, 2000). */
    private static final double DENSITY = 0.75;

    /**
     * An entry's score at any time. For HYBRID it is the logarithm of its decayed number of uses (LRFU: Lee et al., IEEE
     * Transactions on Computers 50, 2001) times what a use saves by what it takes (GDSF: Cherkasova, HPL-98-69, 1998).
     *
     * @param halfLife the number of look-ups in which a use loses half of its weight
     */
    double score(Slot<?> slot, double halfLife) {
        return switch (this) {
            case LRU -> slot.lastUse();
            case LFU -> Math.log(slot.uses()) * PER_LN_2 + slot.lastUse() / halfLife;
            case TTL -> slot.worth().expiresAtMillis();
            case HYBRID ->
                Math.log(slot.uses() - SEEN_ONCE) * PER_LN_2 + DENSITY * slot.density() + slot.lastUse() / halfLife;
        };
    }
}
