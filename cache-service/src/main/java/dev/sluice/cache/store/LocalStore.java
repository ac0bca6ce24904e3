package dev.sluice.cache.store;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Keeps answers in memory: bounded in bytes, each with its own life, the least useful evicted first (W-TinyLFU). */
final class LocalStore implements CacheStore {

    private record Key(String tenant, String id) {}

    private record ScopeKey(String tenant, String scope) {}

    private record Entry(Answer answer, @Nullable Candidate candidate, LongAdder hits) {

        int bytes() {
            return answer.bytes() + (candidate == null ? 0 : candidate.bytes());
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
    private final Map<ScopeKey, Map<String, Candidate>> scopes = new ConcurrentHashMap<>();
    private final int perScope;
    private final Clock clock;

    /**
     * An empty store.
     *
     * @param capacity bytes
     * @param perScope questions held for comparison in one scope
     */
    LocalStore(long capacity, int perScope, Clock clock) {
        this.perScope = perScope;
        this.clock = clock;
        this.entries = Caffeine.newBuilder()
                .maximumWeight(capacity)
                .weigher((Key key, Entry entry) -> entry.bytes())
                .ticker(ticker(clock))
                .expireAfter(Expiry.writing((Key key, Entry entry) -> life(entry)))
                .executor(Runnable::run)
                .removalListener((key, entry, cause) -> forget(key, entry))
                .build();
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
    public List<Candidate> candidates(String tenant, String scope) {
        Map<String, Candidate> found = scopes.get(new ScopeKey(tenant, scope));
        return found == null ? List.of() : List.copyOf(found.values());
    }

    @Override
    public void put(String tenant, Answer answer, float @Nullable [] vector) {
        Candidate candidate =
                vector == null ? null : new Candidate(answer.id(), answer.text(), vector, answer.expiresAt());
        if (candidate != null && !admit(new ScopeKey(tenant, answer.scope()), candidate)) {
            candidate = null;
        }
        entries.put(new Key(tenant, answer.id()), new Entry(answer, candidate, new LongAdder()));
    }

    /** A full scope takes no more questions until some expire; their answers are still found by the exact layer. */
    @SuppressWarnings("ReferenceEquality") // this very candidate, not an older one of the same id
    private boolean admit(ScopeKey key, Candidate candidate) {
        Map<String, Candidate> questions = scopes.compute(key, (k, known) -> {
            Map<String, Candidate> scope = known == null ? new ConcurrentHashMap<>() : known;
            if (scope.size() < perScope || scope.containsKey(candidate.id())) {
                scope.put(candidate.id(), candidate);
            }
            return scope;
        });
        return questions.get(candidate.id()) == candidate;
    }

    private void forget(@Nullable Key key, @Nullable Entry entry) {
        if (key != null && entry != null && entry.candidate() != null) {
            Candidate gone = entry.candidate();
            scopes.computeIfPresent(new ScopeKey(key.tenant(), entry.answer().scope()), (k, scope) -> {
                scope.remove(gone.id(), gone);
                return scope.isEmpty() ? null : scope;
            });
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
