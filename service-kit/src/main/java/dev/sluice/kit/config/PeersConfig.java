package dev.sluice.kit.config;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;

/** Base URLs of the five services as seen from inside. */
@ConfigMapping(prefix = "sluice.peers")
public interface PeersConfig {

    /** gateway-service: the front door, for LLM steps of background work. */
    @WithDefault("http://localhost:8080")
    URI gateway();

    /** cache-service. */
    @WithDefault("http://localhost:8081")
    URI cache();

    /** optimizer-service. */
    @WithDefault("http://localhost:8082")
    URI optimizer();

    /** worker-service. */
    @WithDefault("http://localhost:8083")
    URI worker();

    /** analytics-service. */
    @WithDefault("http://localhost:8084")
    URI analytics();
}
