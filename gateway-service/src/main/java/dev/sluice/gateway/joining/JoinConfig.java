package dev.sluice.gateway.joining;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** When equal calls under way share one call to the upstream. */
@ConfigMapping(prefix = "sluice.gateway.join")
public interface JoinConfig {

    /** Among which calls; {@code shared} without {@code sluice.redis.url} is the same as {@code local}. */
    @WithDefault("shared")
    Mode mode();

    /** What is kept of one answer for those who join late; nobody joins a longer one any more. */
    @WithDefault("8M")
    MemorySize answer();

    /** What is kept of all such answers of this replica together. */
    @WithDefault("64M")
    MemorySize all();

    /** After this long without a sign of life a replica's call is taken for lost, and another one makes it. */
    @WithDefault("5s")
    Duration lease();

    /** Among which calls. */
    enum Mode {
        /** Each makes its own. */
        OFF,
        /** Those of this replica. */
        LOCAL,
        /** Those of all replicas. */
        SHARED
    }
}
