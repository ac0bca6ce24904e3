package dev.sluice.worker.llm;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;

/** The way to a language model. */
@ConfigMapping(prefix = "sluice.worker.llm")
public interface LlmConfig {

    /** An API key of the gateway, for work that no key stands for; all other is billed to the key that had it done. */
    Optional<String> apiKey();

    /** The model asked of the gateway for work whose input names none. Absent: local methods for such work. */
    Optional<String> model();

    /** How long one call may take. */
    @WithDefault("120s")
    Duration timeout();
}
