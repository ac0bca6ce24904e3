package dev.sluice.gateway.recall;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import dev.sluice.contracts.cache.CacheQuestion;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Answers this replica gave or fetched lately, bounded in bytes. The tenant is the first part of every key.
 *
 * <p>An answer is found by the words it was asked with, to the letter. One that a model gave to this question is also found
 * by a question for any words that come to the same canonical form; one that was found by meaning is not, since nobody has
 * compared it with them.
 */
final class NearCache {

    /** What an entry costs beside its document: key, hashes, nodes. */
    private static final int OVERHEAD = 512;

    /** The part of the room that ways to entries may take: an eighth. */
    private static final int WAYS = 8;

    /** A document may take no more than this part of the room. */
    private static final int LARGEST = 16;

    private record Key(String tenant, String model, String scope, String words, boolean semantic, boolean faq) {}

    private record Entry(Found found, long atNanos, long untilNanos) {}

    private final Cache<Key, Entry> entries;

    /** From other words to the key of an answer that fits them too. */
    private final Cache<Key, Key> ways;

    private final Ticker ticker;
    private final long ttlNanos;
    private final long largest;

    NearCache(long bytes, Duration ttl, Ticker ticker) {
        this.ticker = ticker;
        this.ttlNanos = ttl.toNanos();
        this.largest = bytes / LARGEST;
        this.entries = Caffeine.newBuilder()
                .maximumWeight(bytes - bytes / WAYS)
                .<Key, Entry>weigher(
                        (key, entry) -> OVERHEAD + entry.found().document().length())
                .expireAfterWrite(ttl)
                .ticker(ticker)
                .executor(Runnable::run)
                .build();
        this.ways = Caffeine.newBuilder()
                .maximumSize(Math.max(1, bytes / WAYS / OVERHEAD))
                .expireAfterWrite(ttl)
                .ticker(ticker)
                .executor(Runnable::run)
                .build();
    }

    /** With its present age; null if there is none, or only one that is too old for the question. */
    @Nullable
    Found find(String tenant, CacheQuestion question, Wording wording) {
        Found asked = fits(entries.getIfPresent(key(tenant, question, wording.surface(), false)), question);
        if (asked != null || !question.semantic()) {
            return asked;
        }
        Key surface = key(tenant, question, wording.surface(), true);
        Found known = fits(entries.getIfPresent(surface), question);
        if (known != null) {
            return known;
        }
        Key way = ways.getIfPresent(surface);
        if (way == null) {
            way = ways.getIfPresent(key(tenant, question, wording.canonical(), true));
            if (way != null) {
                ways.put(surface, way);
            }
        }
        return way == null ? null : fits(entries.getIfPresent(way), question);
    }

    private @Nullable Found fits(@Nullable Entry entry, CacheQuestion question) {
        if (entry == null) {
            return null;
        }
        long now = ticker.read();
        long age = entry.found().ageSeconds() + TimeUnit.NANOSECONDS.toSeconds(now - entry.atNanos());
        Long maxAge = question.maxAgeSeconds();
        Long minFresh = question.minFreshSeconds();
        long left = entry.untilNanos() - now;
        // For how long it is fresh beyond its time here, the service knows.
        boolean old = left <= 0
                || (maxAge != null && age > maxAge)
                || (minFresh != null && TimeUnit.NANOSECONDS.toSeconds(left) < minFresh);
        return old ? null : entry.found().aged(age);
    }

    /** @param freshSeconds how long it may be served from here at most; absent means as long as anything */
    void put(String tenant, CacheQuestion question, Wording wording, Found found, @Nullable Long freshSeconds) {
        if (found.document().length() > largest || (freshSeconds != null && freshSeconds <= 0)) {
            return;
        }
        long now = ticker.read();
        long life = freshSeconds == null || freshSeconds > TimeUnit.NANOSECONDS.toSeconds(ttlNanos)
                ? ttlNanos
                : TimeUnit.SECONDS.toNanos(freshSeconds);
        Key key = key(tenant, question, wording.surface(), found.isSemantic());
        entries.put(key, new Entry(found, now, now + life));
        if (!found.isSemantic() && question.semantic()) {
            ways.put(key(tenant, question, wording.canonical(), true), key);
        }
    }

    /** Forgets all answers of a tenant. */
    void forget(String tenant) {
        entries.asMap().keySet().removeIf(key -> key.tenant().equals(tenant));
    }

    /** Forgets one answer of a tenant; and those of which nobody said what they are called, since it may be one of them. */
    void forget(String tenant, String entryId) {
        entries.asMap().entrySet().removeIf(one -> {
            String id = one.getValue().found().entryId();
            return one.getKey().tenant().equals(tenant) && (id == null || id.equals(entryId));
        });
    }

    /** Forgets everything. */
    void forgetAll() {
        entries.invalidateAll();
        ways.invalidateAll();
    }

    long size() {
        return entries.estimatedSize();
    }

    private static Key key(String tenant, CacheQuestion question, String words, boolean semantic) {
        return new Key(tenant, question.model(), question.scope(), words, semantic, question.faq());
    }
}
