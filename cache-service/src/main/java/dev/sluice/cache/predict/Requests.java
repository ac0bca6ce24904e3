package dev.sluice.cache.predict;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.sluice.contracts.identity.Caller;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What is needed to ask for an answer again: the request and whose it was. In memory, bounded in bytes. */
final class Requests {

    private static final int OVERHEAD = 400;

    private record Key(String tenant, String id) {}

    /**
     * A request.
     *
     * @param caller who asked
     * @param json the chat completion request
     */
    record Kept(Caller caller, String json) {}

    private final Cache<Key, Kept> kept;
    private final long largest;

    Requests(long bytes, long largest) {
        this.largest = largest;
        this.kept = Caffeine.newBuilder()
                .maximumWeight(bytes)
                .weigher((Key key, Kept one) -> OVERHEAD + 2 * one.json().length())
                .executor(Runnable::run)
                .build();
    }

    void keep(String id, Caller caller, String json) {
        if (json.length() <= largest) {
            kept.put(new Key(caller.tenant(), id), new Kept(caller, json));
        }
    }

    Optional<Kept> of(String tenant, String id) {
        return Optional.ofNullable(kept.getIfPresent(new Key(tenant, id)));
    }

    /** Forgets a tenant's request, or all of them when there is no id. */
    void forget(String tenant, @Nullable String id) {
        if (id == null) {
            kept.asMap().keySet().removeIf(key -> key.tenant().equals(tenant));
        } else {
            kept.invalidate(new Key(tenant, id));
        }
    }
}
