package dev.sluice.gateway.resume;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How much of streams is kept for clients that come back. */
@ConfigMapping(prefix = "sluice.gateway.resume")
public interface ResumeConfig {

    /** What is kept of one stream; of a longer one the end. */
    @WithDefault("1M")
    MemorySize stream();

    /** What is kept of all streams of this replica together. */
    @WithDefault("64M")
    MemorySize all();

    /** How long a stream is kept after its end. */
    @WithDefault("2m")
    Duration retention();

    /** Streams that other replicas can go on with; only with {@code sluice.redis.url}. */
    Shared shared();

    /** How streams are kept in Redis. */
    interface Shared {

        /** What may wait of all streams together for a slow Redis; beyond, a stream is kept by its replica only. */
        @WithDefault("16M")
        MemorySize waiting();

        /** After this long without a sign of life a replica is taken for dead, and the streams it served for broken off. */
        @WithDefault("15s")
        Duration lease();
    }
}
