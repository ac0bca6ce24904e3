package dev.sluice.gateway.auth;

import io.smallrye.config.ConfigMapping;
import java.util.List;
import java.util.Optional;

/** How API keys are checked. */
@ConfigMapping(prefix = "sluice.gateway.keys")
public interface KeyConfig {

    /** Addresses and CIDR ranges of proxies whose {@code X-Forwarded-For} is believed when a key has IP ranges. */
    Optional<List<String>> trustedProxies();
}
