package dev.sluice.cache.evict;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Values by tenant and id, never more bytes than allowed. Each has its own life; when room is needed, of some drawn by
 * lot the one goes that the {@link Strategy} scores lowest, be it the newcomer. While there is room a tenant may take all
 * of it; when there is none, tenants with more than their share give first. Finding takes no lock.
 */
public final class Bounded<V> {

    private static final int SWEPT_EACH = 4;
    /** Tenants whose evictions are counted apart. */
    private static final int MOST_TENANTS = 10_000;

    private record Key(String tenant, String id) {}

    private final long capacity;
    private final double share;
    private final Strategy strategy;
    private final Clock clock;
    private final Consumer<V> onGone;
    private final Frequencies frequencies;
    private final @Nullable Ghosts ghosts;
    private final Map<Key, Slot<V>> slots = new ConcurrentHashMap<>();
    private final AtomicLong now = new AtomicLong();
    private final LongAdder evictions = new LongAdder();
    private final Cache<String, LongAdder> evictionsOf =
            Caffeine.newBuilder().maximumSize(MOST_TENANTS).build();

    private final ReentrantLock lock = new ReentrantLock();
    private final Shelf<V> all = new Shelf<>(Shelf.ALL);
    private final Map<String, Shelf<V>> tenants = new HashMap<>();
    private final Set<String> greedy = new LinkedHashSet<>();
    private final SplittableRandom luck = new SplittableRandom(1);

    /**
     * Nothing yet.
     *
     * @param capacity bytes
     * @param entries about how many entries that may be
     * @param share the part of the capacity, 0 to 1, of which no other tenant can push a tenant out
     * @param onGone told of each value that is replaced, removed, expired or evicted, once, with no lock held
     */
    public Bounded(long capacity, long entries, double share, Strategy strategy, Clock clock, Consumer<V> onGone) {
        this.capacity = capacity;
        this.share = share;
        this.strategy = strategy;
        this.clock = clock;
        this.onGone = onGone;
        this.frequencies = new Frequencies(entries);
        this.ghosts = strategy == Strategy.HYBRID ? new Ghosts(capacity, entries, frequencies) : null;
    }

    /** The value, which is thereby used; null when there is none or it has expired. */
    public @Nullable V find(String tenant, String id) {
        long hash = Hashes.of(tenant, id);
        long time = now.incrementAndGet();
        long millis = clock.millis();
        frequencies.add(hash, slots.size());
        Slot<V> slot = slots.get(new Key(tenant, id));
        if (slot == null || !slot.isAlive(millis)) {
            if (ghosts != null) {
                ghosts.missed(hash, time, millis);
            }
            return null;
        }
        slot.use(time, halfLife());
        if (ghosts != null) {
            ghosts.hit(hash, slot.worth(), time, millis);
        }
        return slot.value();
    }

    /** The value without using it; null when there is none or it has expired. */
    public @Nullable V peek(String tenant, String id) {
        Slot<V> slot = slots.get(new Key(tenant, id));
        return slot == null || !slot.isAlive(clock.millis()) ? null : slot.value();
    }

    /**
     * Keeps a value in place of the one with the same id, if it is worth more than what would have to go. Whether it was
     * kept; if not {@code onGone} is told of it too.
     */
    public boolean put(String tenant, String id, V value, Worth worth) {
        long hash = Hashes.of(tenant, id);
        long time = now.incrementAndGet();
        long millis = clock.millis();
        if (ghosts != null) {
            ghosts.kept(hash, worth, time, millis);
        }
        var slot = new Slot<>(tenant, id, hash, value, worth, frequencies.of(hash), time);
        List<Slot<V>> gone = new ArrayList<>();
        boolean kept;
        lock.lock();
        try {
            take(slots.get(new Key(tenant, id)), gone);
            take(all.expired(SWEPT_EACH, millis), gone);
            kept = slot.isAlive(millis) && makeRoom(slot, millis, gone);
            if (kept) {
                add(slot);
            }
        } finally {
            lock.unlock();
        }
        if (!kept) {
            gone.add(slot);
        }
        tell(gone);
        return kept;
    }

    private boolean makeRoom(Slot<V> newcomer, long millis, List<Slot<V>> gone) {
        if (newcomer.worth().bytes() > capacity) {
            return false;
        }
        double halfLife = halfLife();
        double score = strategy.score(newcomer, halfLife);
        while (all.bytes() + newcomer.worth().bytes() > capacity) {
            Shelf<V> giving = giving(newcomer);
            Slot<V> least = giving.least(strategy, halfLife, millis, luck);
            if (least == null) {
                return false;
            }
            boolean ofAnother = giving != all && !least.tenant().equals(newcomer.tenant());
            if (!ofAnother && least.isAlive(millis) && strategy.score(least, halfLife) > score) {
                return false;
            }
            if (least.isAlive(millis)) {
                evictions.increment();
                evictionsOf.get(least.tenant(), first -> new LongAdder()).increment();
            }
            take(least, gone);
        }
        return true;
    }

    /** Whose entries go: the newcomer's own beyond its tenant's share, else those of a greedy tenant, else anybody's. */
    private Shelf<V> giving(Slot<V> newcomer) {
        Shelf<V> own = tenants.get(newcomer.tenant());
        if (own != null && own.bytes() + newcomer.worth().bytes() > share * capacity) {
            return own;
        }
        for (String tenant : greedy) {
            Shelf<V> shelf = tenants.get(tenant);
            if (shelf != null) {
                return shelf;
            }
        }
        return all;
    }

    private void add(Slot<V> slot) {
        Shelf<V> shelf = tenants.computeIfAbsent(slot.tenant(), t -> new Shelf<>(Shelf.TENANT));
        all.add(slot);
        shelf.add(slot);
        slots.put(new Key(slot.tenant(), slot.id()), slot);
        note(slot.tenant(), shelf);
    }

    private void take(@Nullable Slot<V> slot, List<Slot<V>> gone) {
        if (slot != null && slots.remove(new Key(slot.tenant(), slot.id()), slot)) {
            Shelf<V> shelf = tenants.get(slot.tenant());
            all.remove(slot);
            if (shelf != null) {
                shelf.remove(slot);
                note(slot.tenant(), shelf);
            }
            gone.add(slot);
        }
    }

    private void note(String tenant, Shelf<V> shelf) {
        if (shelf.size() == 0) {
            tenants.remove(tenant);
        }
        if (shelf.bytes() > share * capacity) {
            greedy.add(tenant);
        } else {
            greedy.remove(tenant);
        }
    }

    private void tell(List<Slot<V>> gone) {
        for (Slot<V> slot : gone) {
            V value = slot.value();
            if (value != null) {
                onGone.accept(value);
            }
        }
    }

    /** Removes a value; null when there was none, or an expired one. */
    public @Nullable V remove(String tenant, String id) {
        List<Slot<V>> gone = new ArrayList<>();
        lock.lock();
        try {
            take(slots.get(new Key(tenant, id)), gone);
        } finally {
            lock.unlock();
        }
        if (gone.isEmpty()) {
            return null;
        }
        Slot<V> slot = gone.getFirst();
        if (ghosts != null) {
            ghosts.removed(slot.hash());
        }
        tell(gone);
        return slot.isAlive(clock.millis()) ? slot.value() : null;
    }

    /** Removes everything of every tenant. */
    public void clear() {
        List<Slot<V>> gone = new ArrayList<>();
        lock.lock();
        try {
            all.all().forEach(slot -> take(slot, gone));
        } finally {
            lock.unlock();
        }
        tell(gone);
    }

    /** The values of a tenant that have not expired, in no particular order. */
    public List<V> of(String tenant) {
        List<Slot<V>> there;
        lock.lock();
        try {
            Shelf<V> shelf = tenants.get(tenant);
            there = shelf == null ? List.of() : shelf.all();
        } finally {
            lock.unlock();
        }
        long millis = clock.millis();
        List<V> alive = new ArrayList<>();
        for (Slot<V> slot : there) {
            V value = slot.value();
            if (value != null && slot.isAlive(millis)) {
                alive.add(value);
            }
        }
        return alive;
    }

    /** Values of all tenants, expired ones that were not noticed yet included. */
    public int size() {
        return slots.size();
    }

    /** Bytes of all tenants. */
    public long bytes() {
        lock.lock();
        try {
            return all.bytes();
        } finally {
            lock.unlock();
        }
    }

    /** How many had to go before their time since the start. */
    public long evictions() {
        return evictions.sum();
    }

    /** How many of a tenant's had to go before their time. */
    public long evictions(String tenant) {
        LongAdder counted = evictionsOf.getIfPresent(tenant);
        return counted == null ? 0 : counted.sum();
    }

    /** Whether the hybrid strategy looks at how often rather than how lately entries were used at the moment. */
    public boolean prefersFrequency() {
        return strategy == Strategy.LFU || (ghosts != null && ghosts.halfLives() == Ghosts.LONG);
    }

    private double halfLife() {
        double halfLives = ghosts == null ? Ghosts.LONG : ghosts.halfLives();
        return halfLives * Math.max(1, slots.size());
    }
}
