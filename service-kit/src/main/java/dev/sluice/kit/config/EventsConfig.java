package dev.sluice.kit.config;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;

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

    /**
     * The key under which end users' ids become pseudonyms, at least 16 characters, the same in all services. Absent
     * means the internal secret; whoever changes that one and wants to know its users again sets this to the old one.
     */
    Optional<String> pseudonymKey();
}
