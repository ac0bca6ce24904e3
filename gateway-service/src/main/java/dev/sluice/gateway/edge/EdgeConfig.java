package dev.sluice.gateway.edge;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** What the public HTTP server puts up with. */
@ConfigMapping(prefix = "sluice.gateway.edge")
public interface EdgeConfig {

    /** How long a client may take to send a body before {@code body-rate} counts. */
    @WithDefault("30s")
    Duration bodyPatience();

    /** What a slower client has to send per second on average; one that does not is refused with 408. */
    @WithDefault("16K")
    MemorySize bodyRate();

    /** Calls at once on one HTTP/2 connection. */
    @WithDefault("256")
    long http2Streams();
}
