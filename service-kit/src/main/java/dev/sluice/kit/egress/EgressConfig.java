package dev.sluice.kit.egress;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Where calls to addresses that callers name may go. */
@ConfigMapping(prefix = "sluice.egress")
public interface EgressConfig {

    /**
     * Networks that may be called though they are private, loopback or otherwise reserved, such as 10.1.2.0/24. Any port of
     * theirs may be called. Absent: public addresses only.
     */
    Optional<List<String>> allowedNetworks();

    /** Ports of public addresses that may be called. */
    @WithDefault("80,443,8080,8443")
    List<Integer> ports();

    /** How long a connection may take to open. */
    @WithDefault("3s")
    Duration connectTimeout();
}
