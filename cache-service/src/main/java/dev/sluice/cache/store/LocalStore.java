package dev.sluice.cache.store;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import com.github.benmanes.caffeine.cache.Ticker;
import dev.sluice.cache.index.VectorIndex;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Keeps answers in memory: bounded in bytes, each with its own life, the least useful evicted first (W-TinyLFU). */
final class LocalStore implements CacheStore {

    private record Key(String tenant, String id) {}

    private record Entry(Answer answer, Scopes.@Nullable Place place, LongAdder hits) {

        int bytes() {
            return answer.bytes() + (place == null ? 0 : VectorIndex.BYTES_EACH);
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

    private final Cache<Key, Entry> entries;
    private final Cache<Key, Lease> leases = Caffeine.newBuilder()
            .maximumSize(MOST_LEASES)
            .executor(Runnable::run)
            .build();
    private final Scopes scopes = new Scopes();
    private final int perScope;
    private final Clock clock;
    private final LocalBeside beside;

    /**
     * An empty store.
     *
     * @param capacity bytes
     * @param perScope questions held for comparison in one scope
     */
    LocalStore(long capacity, int perScope, Clock clock) {
        this.perScope = perScope;
        this.clock = clock;
        this.beside = new LocalBeside(clock);
        this.entries = Caffeine.newBuilder()
                .maximumWeight(capacity)
                .weigher((Key key, Entry entry) -> entry.bytes())
                .ticker(ticker(clock))
                .expireAfter(Expiry.writing((Key key, Entry entry) -> life(entry)))
                .executor(Runnable::run)
                .removalListener((key, entry, cause) -> forget(entry))
                .build();
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
        Entry entry = entries.getIfPresent(new Key(tenant, id));
        return entry == null ? Optional.empty() : Optional.of(held(entry));
    }

    @Override
    public List<Near> nearest(String tenant, String scope, float[] vector, double floor, int most) {
        return scopes.nearest(tenant, scope, vector, floor, most, clock.instant());
    }

    @Override
    public void put(String tenant, Answer answer, float @Nullable [] vector) {
        var key = new Key(tenant, answer.id());
        Scopes.Place place = vector != null && hasRoom(key, answer.scope())
                ? scopes.add(
                        tenant, answer.scope(), new Candidate(answer.id(), answer.text(), answer.expiresAt()), vector)
                : null;
        entries.put(key, new Entry(answer, place, new LongAdder()));
    }

    /** A full scope takes no more questions until some expire; their answers are still found by the exact layer. */
    private boolean hasRoom(Key key, String scope) {
        if (scopes.size(key.tenant(), scope) < perScope) {
            return true;
        }
        Entry replaced = entries.getIfPresent(key);
        return replaced != null && replaced.place() != null;
    }

    private void forget(@Nullable Entry entry) {
        if (entry != null && entry.place() != null) {
            scopes.remove(entry.place());
        }
    }

    @Override
    public void served(String tenant, String id) {
        Entry entry = entries.getIfPresent(new Key(tenant, id));
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
        return entries.asMap().remove(new Key(tenant, id)) != null;
    }

    @Override
    public long removeIf(String tenant, Predicate<Answer> matches) {
        List<Key> doomed = of(tenant)
                .filter(e -> matches.test(e.getValue().answer()))
                .map(Map.Entry::getKey)
                .toList();
        entries.invalidateAll(doomed);
        return doomed.size();
    }

    @Override
    public long clear(String tenant) {
        return removeIf(tenant, answer -> true);
    }

    /** Deletes everything of every tenant. */
    void clear() {
        entries.invalidateAll();
        beside.clear();
    }

    @Override
    public List<Held> list(String tenant, int limit) {
        return of(tenant)
                .map(e -> held(e.getValue()))
                .sorted(Comparator.comparing((Held held) -> held.answer().storedAt())
                        .reversed())
                .limit(limit)
                .toList();
    }

    @Override
    public Contents contents(String tenant) {
        long[] sum = new long[2];
        of(tenant).forEach(e -> {
            sum[0]++;
            sum[1] += e.getValue().bytes();
        });
        return new Contents(sum[0], sum[1]);
    }

    /** Answers of all tenants together. */
    long size() {
        entries.cleanUp();
        return entries.estimatedSize();
    }

    private Stream<Map.Entry<Key, Entry>> of(String tenant) {
        return entries.asMap().entrySet().stream()
                .filter(e -> e.getKey().tenant().equals(tenant));
    }

    private static Held held(Entry entry) {
        return new Held(entry.answer(), entry.hits().sum());
    }

    private Duration life(Entry entry) {
        Duration left = Duration.between(clock.instant(), entry.answer().expiresAt());
        return left.isNegative() ? Duration.ZERO : left;
    }

    private static Ticker ticker(Clock clock) {
        return () -> {
            var now = clock.instant();
            return TimeUnit.SECONDS.toNanos(now.getEpochSecond()) + now.getNano();
        };
    }
}
