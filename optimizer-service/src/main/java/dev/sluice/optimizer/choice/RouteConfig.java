package dev.sluice.optimizer.choice;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How a model is chosen for a question. */
@ConfigMapping(prefix = "sluice.optimizer.route")
public interface RouteConfig {

    /** The part of the strong model's right answers to keep, 0.9 to 1; less means fewer strong calls. */
    @WithDefault("0.95")
    double quality();

    /** How long the cache-service may take for the question's vector; later means no advice. */
    @WithDefault("40ms")
    Duration deadline();

    /** The part of a tenant's questions, 0 to 0.2, asked of the other model once the tenant reports how answers were. */
    @WithDefault("0.01")
    double exploration();
}
