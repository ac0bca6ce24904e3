package dev.sluice.gateway.shadow;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Calls beside the real ones, which routes may ask for. */
@ConfigMapping(prefix = "sluice.gateway.shadow")
public interface ShadowConfig {

    /** Calls beside that may run at a time on this replica; what is beyond is left out and counted. */
    @WithDefault("32")
    int maxInFlight();
}
