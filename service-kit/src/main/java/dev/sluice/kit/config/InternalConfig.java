package dev.sluice.kit.config;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.Optional;

/** The secret the services share. */
@ConfigMapping(prefix = "sluice.internal")
public interface InternalConfig {

    /** Proves that a request comes from a sibling service; required outside dev and test. At least 16 characters. */
    Optional<String> secret();

    /** Whether JAX-RS paths demand the secret; only the gateway, which has its own keys, turns it off. */
    @WithDefault("true")
    boolean guard();
}
