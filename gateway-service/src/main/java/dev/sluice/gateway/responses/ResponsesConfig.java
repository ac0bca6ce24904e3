package dev.sluice.gateway.responses;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How answers of the Responses API are kept. */
@ConfigMapping(prefix = "sluice.gateway.responses")
public interface ResponsesConfig {

    /** How long an answer can be fetched, and gone on from with {@code previous_response_id}. */
    @WithDefault("1h")
    Duration retention();

    /** Memory of this process for kept answers; the ones unused longest go first. */
    @WithDefault("64M")
    MemorySize size();

    /** The largest answer, conversation before it included, that is kept. */
    @WithDefault("1M")
    MemorySize largest();
}
