package dev.sluice.kit.config;

import io.smallrye.config.ConfigMapping;
import java.util.Optional;

/** Whether and where there is a Redis. */
@ConfigMapping(prefix = "sluice.redis")
public interface RedisConfig {

    /** {@code redis://host:port}; absent means the service uses its local store. */
    Optional<String> url();

    /**
     * Where limits and budgets are counted, if elsewhere: a cache may forget under memory pressure, these must not
     * ({@code maxmemory-policy noeviction}, {@code appendonly yes}). Absent means the one above.
     */
    Optional<String> limitsUrl();
}
