package dev.sluice.gateway.overload;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** When model calls are turned away with 503. */
@ConfigMapping(prefix = "sluice.gateway.overload")
public interface OverloadConfig {

    /** Model calls and streams at once in this replica; bulk is refused at 70 % of it, low 80, normal 90, high 95, critical 100. */
    @WithDefault("4096")
    int inFlight();

    /** The part of the largest heap that counts as full, measured after a collection. */
    @WithDefault("0.9")
    double heap();

    /** An event loop that runs so late counts as fully loaded. */
    @WithDefault("1s")
    Duration loopDelay();

    /** How often heap and event loops are measured. */
    @WithDefault("250ms")
    Duration sampling();
}
