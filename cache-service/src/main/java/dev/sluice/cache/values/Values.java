package dev.sluice.cache.values;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.sluice.cache.CacheConfig;
import dev.sluice.cache.store.CacheStore;
import dev.sluice.cache.store.Stores;
import dev.sluice.contracts.cache.ValueReply;
import dev.sluice.contracts.cache.ValueReply.Outcome;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Keeps values by tenant: in Redis, whose memory is bounded there, or in memory of its own, bounded in bytes. Leases are the
 * store's, so that of all replicas one is told to compute.
 */
@ApplicationScoped
public class Values {

    private static final String PREFIX = "value:";
    private static final String VALUE = "value";
    private static final String UNTIL = "until";

    private record Key(String tenant, String name) {}

    private record Kept(String value, Instant until) {}

    private final Stores stores;
    private final Clock clock = Clock.systemUTC();
    private final Cache<Key, Kept> local;

    Values(Stores stores, CacheConfig config) {
        this.stores = stores;
        this.local = Caffeine.newBuilder()
                .maximumWeight(config.values().capacity().asLongValue())
                .weigher((Key key, Kept kept) -> 256 + 2 * kept.value().length())
                .build();
    }

    /** The value under a key, or whether to compute it or to wait. */
    ValueReply get(String tenant, String key, Duration lease) {
        String name = name(key);
        return stores.lookUp(store -> {
            String value = find(store, tenant, name);
            if (value != null) {
                return new ValueReply(Outcome.FOUND, value);
            }
            return new ValueReply(store.lease(tenant, name, lease) ? Outcome.COMPUTE : Outcome.WAIT, null);
        });
    }

    private @Nullable String find(CacheStore store, String tenant, String name) {
        Kept kept = isLocal(store) ? local.getIfPresent(new Key(tenant, name)) : read(store, tenant, name);
        return kept != null && clock.instant().isBefore(kept.until()) ? kept.value() : null;
    }

    private static @Nullable Kept read(CacheStore store, String tenant, String name) {
        Map<String, String> record = store.beside().read(tenant, name);
        String value = record.get(VALUE);
        String until = record.get(UNTIL);
        return value == null || until == null
                ? null
                : new Kept(value.substring(1), Instant.ofEpochMilli(Long.parseLong(until)));
    }

    /** Keeps a value for as long as is said. */
    void put(String tenant, String key, String value, Duration life) {
        String name = name(key);
        Instant until = clock.instant().plus(life);
        stores.keep(store -> {
            if (isLocal(store)) {
                local.put(new Key(tenant, name), new Kept(value, until));
            } else {
                // An empty text would remove the field.
                store.beside()
                        .write(
                                tenant,
                                name,
                                Map.of(),
                                Map.of(VALUE, "=" + value, UNTIL, Long.toString(until.toEpochMilli())),
                                life);
            }
        });
    }

    /** Deletes all values of a tenant. */
    public void clear(CacheStore store, String tenant) {
        local.asMap().keySet().removeIf(key -> key.tenant().equals(tenant));
        store.beside().clear(tenant, PREFIX);
    }

    private static boolean isLocal(CacheStore store) {
        return store.kind().equals("local");
    }

    private static String name(String key) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
            return PREFIX + HexFormat.of().formatHex(hash, 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }
}
