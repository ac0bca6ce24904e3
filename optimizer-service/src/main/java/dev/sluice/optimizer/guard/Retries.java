package dev.sluice.optimizer.guard;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import dev.sluice.contracts.optimize.OptimizeReply.Arm;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.jspecify.annotations.Nullable;

/** Prompts that come again from the same unit soon after: their first answer was of no use. */
@ApplicationScoped
public class Retries {

    private static final int MOST = 100_000;

    private record Key(String tenant, String unit, String digest) {}

    private final Cache<Key, Arm> seen;

    @Inject
    Retries(GuardConfig config) {
        this(config, Ticker.systemTicker());
    }

    Retries(GuardConfig config, Ticker ticker) {
        this.seen = Caffeine.newBuilder()
                .maximumSize(MOST)
                .expireAfterWrite(config.retry())
                .ticker(ticker)
                .build();
    }

    /** Notes a prompt; answers the side its first answer was on when this is a retry. */
    public @Nullable Arm isRetry(String tenant, String unit, String digest, Arm arm) {
        return seen.asMap().put(new Key(tenant, unit, digest), arm);
    }
}
