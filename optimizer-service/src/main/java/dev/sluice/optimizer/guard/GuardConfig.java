package dev.sluice.optimizer.guard;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How the quality of shortened prompts is guarded. */
@ConfigMapping(prefix = "sluice.optimizer.guard")
public interface GuardConfig {

    /** The part of units whose prompts are left as they are, 0 to 0.5; 0 means no guard. */
    @WithDefault("0.05")
    double share();

    /** How long a tenant's prompts stay as they are once shortened ones did worse. */
    @WithDefault("24h")
    Duration pause();

    /** The same prompt of the same unit within this time is taken as a bad answer to the first. */
    @WithDefault("2m")
    Duration retry();
}
