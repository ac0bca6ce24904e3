package dev.sluice.kit.config;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How events are published. */
@ConfigMapping(prefix = "sluice.events")
public interface EventsConfig {

    /** Events held in memory while Kafka is slow or away; beyond it events are dropped and counted. */
    @WithDefault("20000")
    int buffer();

    /** How long a stopping service goes on sending what it holds. */
    @WithDefault("5s")
    Duration drain();
}
