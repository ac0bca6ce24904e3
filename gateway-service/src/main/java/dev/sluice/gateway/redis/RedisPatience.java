package dev.sluice.gateway.redis;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How long features wait for the Redis that all replicas share. */
@ConfigMapping(prefix = "sluice.gateway.redis")
public interface RedisPatience {

    /** How long Redis may think about what a feature asks; later counts as away. Limits have a deadline of their own. */
    @WithDefault("50ms")
    Duration deadline();
}
