package dev.sluice.worker.direct;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Work that is waited for, below {@code /api/ai}. */
@ConfigMapping(prefix = "sluice.worker.direct")
public interface DirectConfig {

    /** The largest input; a larger one is a task. */
    @WithDefault("64K")
    MemorySize largestInput();

    /** How long it may take; longer work is a task. */
    @WithDefault("45s")
    Duration deadline();

    /** How many are worked on at the same time in this process; beyond it 503. */
    @WithDefault("32")
    int atOnce();
}
