package dev.sluice.gateway.drain;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How a replica stops after SIGTERM. */
@ConfigMapping(prefix = "sluice.gateway.drain")
public interface DrainConfig {

    /** How long it goes on taking calls while readiness is already down, so that load balancers can look elsewhere. */
    @WithDefault("0s")
    Duration delay();

    /** How long open calls and streams may take to finish after that; then they end with an error event. */
    @WithDefault("300s")
    Duration timeout();
}
