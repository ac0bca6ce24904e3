package dev.sluice.gateway.responses;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.Optional;

/** Answers in the memory of this replica; the ones unused longest go first. */
final class LocalResponses implements ResponseStore {

    private final Cache<Key, Kept> kept;

    private record Key(String tenant, String id) {}

    /**
     * A store.
     *
     * @param bytes what all answers together may take
     */
    LocalResponses(long bytes, Duration retention, Ticker ticker) {
        this.kept = Caffeine.newBuilder()
                .maximumWeight(bytes)
                .<Key, Kept>weigher((key, answer) -> answer.weight())
                .expireAfterWrite(retention)
                .ticker(ticker)
                .executor(Runnable::run)
                .build();
    }

    @Override
    public Future<Void> keep(String tenant, String id, Kept answer) {
        kept.put(new Key(tenant, id), answer);
        return Future.succeededFuture();
    }

    @Override
    public Future<Optional<Kept>> find(String tenant, String id) {
        return Future.succeededFuture(own(tenant, id));
    }

    /** As {@link #find}, at once. */
    Optional<Kept> own(String tenant, String id) {
        return Optional.ofNullable(kept.getIfPresent(new Key(tenant, id)));
    }

    @Override
    public Future<Void> forget(String tenant, String id) {
        kept.invalidate(new Key(tenant, id));
        return Future.succeededFuture();
    }
}
