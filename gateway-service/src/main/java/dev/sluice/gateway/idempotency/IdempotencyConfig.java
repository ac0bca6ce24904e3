package dev.sluice.gateway.idempotency;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** What is kept of answers to requests with an {@code Idempotency-Key}. */
@ConfigMapping(prefix = "sluice.gateway.idempotency")
public interface IdempotencyConfig {

    /** How long an answer is kept after its end. */
    @WithDefault("24h")
    Duration retention();

    /** Bytes of all answers this replica keeps; the oldest and least wanted go first. In Redis its {@code maxmemory} bounds them. */
    @WithDefault("64M")
    MemorySize size();

    /** Bytes of the largest answer that is kept; after a larger one the key is free again. */
    @WithDefault("1M")
    MemorySize largest();

    /** How long Redis may think; later means that the request runs although another one with its key may be running. */
    @WithDefault("500ms")
    Duration deadline();

    /** How long a key stays taken after the replica that runs its request has died. At least 3 s. */
    @WithDefault("30s")
    Duration lease();
}
