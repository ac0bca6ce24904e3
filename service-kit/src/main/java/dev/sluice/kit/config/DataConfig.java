package dev.sluice.kit.config;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;

/** Where a service keeps files of its own. */
@ConfigMapping(prefix = "sluice.data")
public interface DataConfig {

    /** A writable folder, used by this service alone; made when missing. */
    @WithDefault("data")
    Path dir();
}
