package dev.sluice.cache.store;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.sluice.cache.evict.Bounded;
import dev.sluice.cache.evict.Strategy;
import dev.sluice.cache.evict.Worth;
import dev.sluice.cache.index.VectorIndex;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Keeps answers in memory: bounded in bytes, each with its own life, the least useful evicted first. */
final class LocalStore implements CacheStore {

    private record Key(String tenant, String id) {}

    /**
     * An answer as it lies here.
     *
     * @param bare the answer; without its document when that is squeezed
     * @param small the squeezed document
     * @param place where its question lies, once it has a vector
     * @param hits how often it was served
     */
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody, changed by nobody
    private record Entry(
            Answer bare, byte @Nullable [] small, AtomicReference<Scopes.@Nullable Place> place, LongAdder hits) {

        int bytes() {
            return bare.bytes()
                    + (small == null ? 0 : small.length)
                    + (place.get() == null ? 0 : VectorIndex.BYTES_EACH);
        }
    }

    private static final int MOST_LEASES = 100_000;

    /** Not a record: two leases with the same end are not the same. */
    private static final class Lease {

        private final Instant end;

        Lease(Instant end) {
            this.end = end;
        }

        Instant end() {
            return end;
        }
    }

    /** About what an answer takes, for guessing how many there will be. */
    private static final int USUAL_BYTES = 2_048;

    private final Bounded<Entry> entries;
    private final Cache<Key, Lease> leases = Caffeine.newBuilder()
            .maximumSize(MOST_LEASES)
            .executor(Runnable::run)
            .build();
    private final Scopes scopes = new Scopes();
    private final int perScope;
    private final long compressAbove;
    private final @Nullable Squeeze squeeze;
    private final Clock clock;
    private final LocalBeside beside;

    /**
     * An empty store.
     *
     * @param capacity bytes
     * @param share the part of it, 0 to 1, of which no other tenant can push a tenant out
     * @param strategy which answers go first when it is full
     * @param compressAbove documents with more characters are squeezed
     * @param perScope questions held for comparison in one scope
     */
    LocalStore(long capacity, double share, Strategy strategy, long compressAbove, int perScope, Clock clock) {
        if (!(share > 0 && share <= 1)) {
            throw new IllegalStateException("sluice.cache.local.tenant-share is " + share
                    + "; it must be more than 0 and at most 1, the part of the memory that is safe from other tenants");
        }
        this.compressAbove = compressAbove;
        this.squeeze = Squeeze.load().orElse(null);
        this.perScope = perScope;
        this.clock = clock;
        this.beside = new LocalBeside(clock);
        this.entries = new Bounded<>(capacity, capacity / USUAL_BYTES, share, strategy, clock, this::forget);
    }

    @Override
    public Beside beside() {
        return beside;
    }

    @Override
    public String kind() {
        return "local";
    }

    @Override
    public Optional<Held> find(String tenant, String id) {
        Entry entry = entries.find(tenant, id);
        return entry == null ? Optional.empty() : Optional.of(held(entry));
    }

    @Override
    public List<Near> nearest(String tenant, String scope, float[] vector, double floor, int most) {
        return scopes.nearest(tenant, scope, vector, floor, most, clock.instant());
    }

    @Override
    public void put(String tenant, Answer answer, float @Nullable [] vector) {
        Scopes.Place place = vector != null && hasRoom(tenant, answer) ? scopes.add(tenant, answer, vector) : null;
        byte[] small = squeezed(answer.document());
        var entry = new Entry(
                small == null ? answer : answer.with(""), small, new AtomicReference<>(place), new LongAdder());
        entries.put(
                tenant,
                answer.id(),
                entry,
                new Worth(entry.bytes(), answer.saves(), answer.expiresAt().toEpochMilli()));
    }

    @Override
    @SuppressWarnings("ReferenceEquality") // this very entry, not a newer one of the same id
    public boolean place(String tenant, String id, float[] vector) {
        Entry entry = entries.peek(tenant, id);
        if (entry == null) {
            return false;
        }
        if (entry.place().get() == null && scopes.size(tenant, entry.bare().scope()) < perScope) {
            Scopes.Place place = scopes.add(tenant, entry.bare(), vector);
            if (!entry.place().compareAndSet(null, place)) {
                scopes.remove(place);
            }
            if (entries.peek(tenant, id) != entry) {
                forget(entry);
                return false;
            }
        }
        return true;
    }

    /** A full scope takes no more questions until some expire; their answers are still found by the exact layer. */
    private boolean hasRoom(String tenant, Answer answer) {
        if (scopes.size(tenant, answer.scope()) < perScope) {
            return true;
        }
        Entry replaced = entries.peek(tenant, answer.id());
        return replaced != null && replaced.place().get() != null;
    }

    private void forget(Entry entry) {
        Scopes.Place place = entry.place().getAndSet(null);
        if (place != null) {
            scopes.remove(place);
        }
    }

    @Override
    public void served(String tenant, String id) {
        Entry entry = entries.peek(tenant, id);
        if (entry != null) {
            entry.hits().increment();
        }
    }

    @Override
    public boolean lease(String tenant, String id, Duration time) {
        Instant now = clock.instant();
        Instant end = now.plus(time);
        // The end is this caller's own object, so that a second one with the same end is not taken for it.
        Lease mine = new Lease(end);
        return leases.asMap()
                        .compute(
                                new Key(tenant, id),
                                (key, held) -> held == null || !now.isBefore(held.end()) ? mine : held)
                == mine;
    }

    @Override
    public boolean remove(String tenant, String id) {
        return entries.remove(tenant, id) != null;
    }

    @Override
    public long removeIf(String tenant, Predicate<Answer> matches) {
        return entries.of(tenant).stream()
                .filter(entry -> matches.test(whole(entry)))
                .filter(entry -> entries.remove(tenant, entry.bare().id()) != null)
                .count();
    }

    @Override
    public long clear(String tenant) {
        return removeIf(tenant, answer -> true);
    }

    /** Deletes everything of every tenant. */
    void clear() {
        entries.clear();
        beside.clear();
    }

    @Override
    public List<Held> list(String tenant, int limit) {
        return entries.of(tenant).stream()
                .map(this::held)
                .sorted(Comparator.comparing((Held held) -> held.answer().storedAt())
                        .reversed())
                .limit(limit)
                .toList();
    }

    @Override
    public Contents contents(String tenant) {
        List<Entry> there = entries.of(tenant);
        return new Contents(there.size(), there.stream().mapToLong(Entry::bytes).sum());
    }

    /** Answers of all tenants together. */
    long size() {
        return entries.size();
    }

    /** What they take, in bytes. */
    long bytes() {
        return entries.bytes();
    }

    /** How many had to go before their time, since the start. */
    long evictions() {
        return entries.evictions();
    }

    /** Answers of a tenant that had to go before their time. */
    long evictions(String tenant) {
        return entries.evictions(tenant);
    }

    private byte @Nullable [] squeezed(String document) {
        if (squeeze == null || document.length() <= compressAbove) {
            return null;
        }
        return squeeze.squeeze(document.getBytes(StandardCharsets.UTF_8)).orElse(null);
    }

    private Answer whole(Entry entry) {
        byte[] small = entry.small();
        if (small == null || squeeze == null) {
            return entry.bare();
        }
        byte[] document = squeeze.expand(small).orElseThrow();
        return entry.bare().with(new String(document, StandardCharsets.UTF_8));
    }

    private Held held(Entry entry) {
        return new Held(whole(entry), entry.hits().sum());
    }
}
