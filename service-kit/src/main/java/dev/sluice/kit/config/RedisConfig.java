package dev.sluice.kit.config;

import io.smallrye.config.ConfigMapping;
import java.util.Optional;

/** Whether and where there is a Redis. */
@ConfigMapping(prefix = "sluice.redis")
public interface RedisConfig {

    /** {@code redis://host:port}; absent means the service uses its local store. */
    Optional<String> url();
}
