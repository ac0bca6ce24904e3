package dev.sluice.cache.embed;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** The embedding model. */
@ConfigMapping(prefix = "sluice.cache.embeddings")
public interface EmbeddingsConfig {

    /**
     * Which model: {@code bge-small}, or {@code minilm} for half the processor time and fewer hits at the same
     * error. Answers kept with one are found by meaning with that one only.
     */
    @WithDefault("bge-small")
    Model model();

    /** Threads that run the model; more calls wait in a bounded queue. */
    @WithDefault("1")
    int threads();

    /**
     * Texts that may wait for the model, look-ups and others each; beyond it a look-up is a miss and an embedding
     * call answers 503.
     */
    @WithDefault("256")
    int queue();

    /**
     * How long a look-up may wait for its vector; then it is a miss. Shorter than the gateway's patience, so that a
     * busy model is not taken for a dead service.
     */
    @WithDefault("30ms")
    Duration lookupDeadline();

    /** How long keeping an answer may wait for its vector; without one it is found by the same words only. */
    @WithDefault("1s")
    Duration keepDeadline();

    /** Memory of the vectors of texts that embedding calls sent lately, so that they are not computed again. */
    @WithDefault("16M")
    MemorySize knownTexts();

    /** How long an embedding call may take. */
    @WithDefault("30s")
    Duration callDeadline();

    /** How much memory the vectors of recent questions may take, so that they are not computed again. */
    @WithDefault("16M")
    MemorySize remembered();

    /** The models that are in the package. */
    enum Model {
        /** bge-small-en-v1.5. */
        BGE_SMALL,
        /** all-MiniLM-L6-v2. */
        MINILM
    }
}
