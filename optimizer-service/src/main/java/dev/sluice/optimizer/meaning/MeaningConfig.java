package dev.sluice.optimizer.meaning;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How vectors are asked for. */
@ConfigMapping(prefix = "sluice.optimizer.meaning")
public interface MeaningConfig {

    /** Whether the cache-service is asked for vectors; without it words alone decide. */
    @WithDefault("true")
    boolean enabled();

    /** How long the cache-service may take for the sentences of one prompt; later means words alone. */
    @WithDefault("1s")
    Duration deadline();

    /** How long the cache-service is left alone after it was late or away. */
    @WithDefault("2s")
    Duration pause();
}
