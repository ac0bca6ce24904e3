package dev.sluice.cache.faq;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Answers that tenants import for questions by meaning. */
@ConfigMapping(prefix = "sluice.cache.faq")
public interface FaqConfig {

    /** Answers one tenant may have. */
    @WithDefault("1000")
    int answers();

    /** Phrasings one tenant may have, all answers together. */
    @WithDefault("10000")
    int phrasings();

    /** Phrasings in one import; each takes the embedding model some milliseconds. */
    @WithDefault("2000")
    int perImport();

    /** The longest answer, in characters. */
    @WithDefault("32000")
    int longestAnswer();

    /**
     * The part of questions, 0 to 1, that may get the wrong one of the answers when their sender names none. How
     * confident a guess must be follows from it, by trials on the imported phrasings.
     */
    @WithDefault("0.01")
    double maxError();

    /** Memory of all tenants' answers, phrasings and what is learned from them; the least used are read again. */
    @WithDefault("64M")
    MemorySize capacity();

    /** How often a change that another replica made is looked for, while questions come in. */
    @WithDefault("1s")
    Duration refresh();
}
