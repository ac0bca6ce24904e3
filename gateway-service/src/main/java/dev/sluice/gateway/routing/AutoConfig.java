package dev.sluice.gateway.routing;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithName;
import java.time.Duration;
import java.util.Optional;

/** The model named {@code auto}: the optimizer-service decides for each request which of two models is good enough. */
@ConfigMapping(prefix = "sluice.gateway.auto")
public interface AutoConfig {

    /** The model for easy requests, as {@code provider/model}; without one the name {@code auto} is not served. */
    Optional<String> cheap();

    /** The model for hard requests, as {@code provider/model}; without one the name {@code auto} is not served. */
    Optional<String> strong();

    /** How long the optimizer-service may think; later means the default. */
    @WithDefault("50ms")
    Duration deadline();

    /** Which of the two is asked without advice. */
    @WithName("default")
    @WithDefault("strong")
    AutoChoice otherwise();

    /** One of the two models between which {@code auto} chooses. */
    enum AutoChoice {
        /** The model that costs less. */
        CHEAP,
        /** The model that knows more. */
        STRONG
    }
}
