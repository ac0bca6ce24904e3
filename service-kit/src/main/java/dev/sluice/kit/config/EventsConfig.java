package dev.sluice.kit.config;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How events are published. */
@ConfigMapping(prefix = "sluice.events")
public interface EventsConfig {

    /** Events held in memory while they wait for Kafka or the spill file; beyond it events are dropped and counted. */
    @WithDefault("20000")
    int buffer();

    /** How long a stopping service goes on sending what it holds; what is left goes to the spill file. */
    @WithDefault("5s")
    Duration drain();

    /** Events that Kafka has not confirmed for so long go to the spill file, in {@code sluice.data.dir}. */
    @WithDefault("3s")
    Duration spillAfter();

    /** The most the spill file may hold; 0 means none is kept. */
    @WithDefault("64M")
    MemorySize spillSize();

    /** How often the spill file is forced to the disk while it grows. */
    @WithDefault("1s")
    Duration spillSync();
}
