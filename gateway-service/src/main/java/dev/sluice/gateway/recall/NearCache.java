package dev.sluice.gateway.recall;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import dev.sluice.contracts.cache.CacheQuestion;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Answers this replica gave or fetched lately, bounded in bytes. The tenant is the first part of every key. */
final class NearCache {

    /** What an entry costs beside its document: key, hashes, nodes. */
    private static final int OVERHEAD = 512;

    private record Key(String tenant, String model, String scope, String text, boolean semantic, boolean faq) {}

    private record Entry(Found found, long atNanos) {}

    private final Cache<Key, Entry> entries;
    private final Ticker ticker;

    NearCache(long bytes, Duration ttl, Ticker ticker) {
        this.ticker = ticker;
        this.entries = Caffeine.newBuilder()
                .maximumWeight(bytes)
                .<Key, Entry>weigher(
                        (key, entry) -> OVERHEAD + entry.found().document().length())
                .expireAfterWrite(ttl)
                .ticker(ticker)
                .executor(Runnable::run)
                .build();
    }

    /** With its present age; null if there is none, or only one that is too old for the question. */
    @Nullable
    Found find(String tenant, CacheQuestion question) {
        Entry exact = entries.getIfPresent(key(tenant, question, false));
        Entry entry = exact == null && question.semantic() ? entries.getIfPresent(key(tenant, question, true)) : exact;
        if (entry == null) {
            return null;
        }
        long age = entry.found().ageSeconds() + TimeUnit.NANOSECONDS.toSeconds(ticker.read() - entry.atNanos());
        Long maxAge = question.maxAgeSeconds();
        return maxAge != null && age > maxAge ? null : entry.found().aged(age);
    }

    void put(String tenant, CacheQuestion question, Found found) {
        entries.put(key(tenant, question, found.isSemantic()), new Entry(found, ticker.read()));
    }

    /** Forgets all answers of a tenant. */
    void forget(String tenant) {
        entries.asMap().keySet().removeIf(key -> key.tenant().equals(tenant));
    }

    long size() {
        return entries.estimatedSize();
    }

    private static Key key(String tenant, CacheQuestion question, boolean semantic) {
        return new Key(
                tenant, question.model(), question.scope(), Scope.hash(question.text()), semantic, question.faq());
    }
}
