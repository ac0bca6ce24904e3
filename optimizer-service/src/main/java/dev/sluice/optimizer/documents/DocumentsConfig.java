package dev.sluice.optimizer.documents;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;

/** How documents are written. */
@ConfigMapping(prefix = "sluice.optimizer.documents")
public interface DocumentsConfig {

    /** The model, or a route of the gateway, that writes when a request names none; without one the request must. */
    Optional<String> model();

    /** How long the model may take for one section. */
    @WithDefault("90s")
    Duration section();

    /** Documents being written at the same time; beyond it new ones get 503. */
    @WithDefault("32")
    int atOnce();

    /** After how long a silence the client is told that it still goes on. */
    @WithDefault("10s")
    Duration heartbeat();
}
