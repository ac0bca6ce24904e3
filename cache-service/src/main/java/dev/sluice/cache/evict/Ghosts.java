package dev.sluice.cache.evict;

import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Finds out which half-life saves most: two ghosts, one with a short memory (recency) and one with a long one
 * (frequency), live through a sample of the look-ups, and the one that saved more lately is followed.
 */
final class Ghosts {

    /** Half-lives in look-ups by kept entries. */
    static final double SHORT = 4;

    static final double LONG = 64;

    private static final int ENTRIES_EACH = 2_048;
    /** The other one has to be this much better, or one would follow chance. */
    private static final double CLEARLY = 1.02;
    /** Sampled look-ups, by entries of a ghost, after which what was saved before weighs half. */
    private static final int REMEMBERED = 4;

    private final ReentrantLock lock = new ReentrantLock();
    private final int sampled;
    private final Ghost recency;
    private final Ghost frequency;
    private volatile Ghost followed;
    private int looked;

    /**
     * Ghosts of a cache.
     *
     * @param capacity its bytes
     * @param entries about how many entries it holds
     */
    Ghosts(long capacity, long entries, Frequencies frequencies) {
        this.sampled = Integer.highestOneBit((int) Math.clamp(entries / ENTRIES_EACH, 1, 1 << 20));
        this.recency = new Ghost(Math.max(1, capacity / sampled), SHORT, frequencies);
        this.frequency = new Ghost(Math.max(1, capacity / sampled), LONG, frequencies);
        this.followed = frequency;
    }

    /** The half-life of the one that is followed. */
    double halfLives() {
        return followed.halfLives();
    }

    /** A look-up that found an entry. */
    void hit(long hash, Worth worth, long now, long nowMillis) {
        if (isSampled(hash) && lock.tryLock()) {
            try {
                for (Ghost ghost : both()) {
                    if (!ghost.find(hash, now, sampled, nowMillis)) {
                        ghost.keep(hash, worth, now, sampled, nowMillis);
                    }
                }
                count();
            } finally {
                lock.unlock();
            }
        }
    }

    /** A look-up that found nothing; what is kept then comes by {@link #kept}. */
    void missed(long hash, long now, long nowMillis) {
        if (isSampled(hash) && lock.tryLock()) {
            try {
                both().forEach(ghost -> ghost.find(hash, now, sampled, nowMillis));
                count();
            } finally {
                lock.unlock();
            }
        }
    }

    /** An entry was offered. */
    void kept(long hash, Worth worth, long now, long nowMillis) {
        if (isSampled(hash) && lock.tryLock()) {
            try {
                both().forEach(ghost -> ghost.keep(hash, worth, now, sampled, nowMillis));
            } finally {
                lock.unlock();
            }
        }
    }

    /** An entry was deleted. */
    void removed(long hash) {
        if (isSampled(hash)) {
            lock.lock();
            try {
                both().forEach(ghost -> ghost.remove(hash));
            } finally {
                lock.unlock();
            }
        }
    }

    private boolean isSampled(long hash) {
        return (hash & (sampled - 1)) == 0;
    }

    private List<Ghost> both() {
        return List.of(recency, frequency);
    }

    @SuppressWarnings("ReferenceEquality") // there are two
    private void count() {
        Ghost other = followed == recency ? frequency : recency;
        if (other.saved() > followed.saved() * CLEARLY) {
            followed = other;
        }
        if (++looked >= REMEMBERED * ENTRIES_EACH) {
            looked = 0;
            both().forEach(Ghost::forgetHalf);
        }
    }
}
