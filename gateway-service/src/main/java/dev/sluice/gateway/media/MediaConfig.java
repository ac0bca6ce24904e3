package dev.sluice.gateway.media;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.List;
import java.util.Optional;

/** What may be passed on beside text. */
@ConfigMapping(prefix = "sluice.gateway.media")
public interface MediaConfig {

    /** The largest body of a request for pictures or sounds; one byte more is refused with 413. */
    @WithDefault("25M")
    MemorySize body();

    /** The provider that {@code /v1/files} of some tenants are passed on to; absent means worker-service keeps everybody's. */
    Optional<String> filesProvider();

    /** The tenants whose {@code /v1/files} are the provider's. All of them see the same files: those of the provider's key. */
    Optional<List<String>> filesTenants();
}
