package dev.sluice.cache.store;

import dev.sluice.cache.evict.Strategy;
import java.time.Clock;

/** Local stores for measuring. */
public final class LocalStores {

    private static final int COMPRESS_ABOVE = 1_024;
    private static final int PER_SCOPE = 50_000;

    private LocalStores() {}

    /** An empty one of so many bytes with the service's defaults. */
    public static CacheStore of(long capacity) {
        return new LocalStore(capacity, 1, Strategy.HYBRID, COMPRESS_ABOVE, PER_SCOPE, Clock.systemUTC());
    }
}
