package dev.sluice.cache.predict;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * Fetching the answer to a question that usually follows another one, when that one is asked. The worker makes the call
 * at bulk priority. Needs the requests of a tenant to be kept in memory, so it is off.
 */
@ConfigMapping(prefix = "sluice.cache.prediction")
public interface PredictionConfig {

    /** Whether it is done at all. */
    @WithDefault("false")
    boolean enabled();

    /** The tenants it is done for; absent means all. */
    Optional<Set<String>> tenants();

    /** Calls an hour for one tenant, on each replica. */
    @WithDefault("60")
    int perHour();

    /** Questions further apart do not follow each other. */
    @WithDefault("5m")
    Duration window();

    /** How often a question must have followed another one. */
    @WithDefault("3")
    int least();

    /** The part, 0 to 1, of cases in which it must have followed. */
    @WithDefault("0.3")
    double share();

    /** For how long an answer that was fetched ahead may wait for its question before it counts as wasted. */
    @WithDefault("1h")
    Duration patience();

    /** Memory for requests that can be asked again. */
    @WithDefault("16M")
    MemorySize memory();

    /** The largest request that is kept, in characters. */
    @WithDefault("64K")
    MemorySize largestRequest();

    /** Answers whose followers are remembered, all tenants together. */
    @WithDefault("50000")
    int answers();
}
