package dev.sluice.optimizer.originals;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How long and how much is kept of what was left out of conversations. */
@ConfigMapping(prefix = "sluice.optimizer.originals")
public interface OriginalsConfig {

    /** Memory for what tools returned and was left out, all tenants together. */
    @WithDefault("64M")
    MemorySize size();

    /** How long it can be had back since it was last left out or asked for. */
    @WithDefault("1h")
    Duration ttl();
}
