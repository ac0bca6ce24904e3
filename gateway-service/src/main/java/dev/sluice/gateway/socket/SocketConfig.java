package dev.sluice.gateway.socket;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Bounds of WebSockets. */
@ConfigMapping(prefix = "sluice.gateway.socket")
public interface SocketConfig {

    /** How many there may be at once in this replica; one more is refused with 503. */
    @WithDefault("10000")
    int most();

    /** The largest message of a client; a larger one closes the socket with 1009. */
    @WithDefault("256K")
    MemorySize message();

    /** How often a client is asked whether it is there; one that does not answer twice is let go. */
    @WithDefault("30s")
    Duration ping();

    /** How long nothing may be asked before the socket is closed. */
    @WithDefault("5m")
    Duration idle();

    /** How long a client may take to show its key, if it did not when it came. */
    @WithDefault("10s")
    Duration auth();
}
