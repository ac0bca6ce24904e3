package dev.sluice.optimizer.templates;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How many templates there may be, and how long writing one may take. */
@ConfigMapping(prefix = "sluice.optimizer.templates")
public interface TemplatesConfig {

    /** Templates a tenant may have. */
    @WithDefault("500")
    int perTenant();

    /** Versions a template may have. */
    @WithDefault("200")
    int versions();

    /** How long Kafka may take to acknowledge a version; later means 503. */
    @WithDefault("5s")
    Duration writeWithin();
}
