package dev.sluice.optimizer.prompt;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** What the optimiser may use, and how far it goes. */
@ConfigMapping(prefix = "sluice.optimizer")
public interface OptimizerConfig {

    /** The largest prompt taken, counted over all turns; larger ones get 413. */
    @WithDefault("2M")
    MemorySize maxText();

    /** Prompts up to this size are shortened at once on the event loop; larger ones on a virtual thread. */
    @WithDefault("4K")
    MemorySize inlineUpTo();

    /** Text being shortened at the same time, all callers together; beyond it new prompts get 503. */
    @WithDefault("32M")
    MemorySize inFlight();

    /** Prompts of more bytes are answered without a diff. */
    @WithDefault("256K")
    MemorySize diffUpTo();

    /** When this time is up, what was reached by then is answered. */
    @WithDefault("2s")
    Duration deadline();

    /** The share of tokens that extraction keeps at level medium. */
    @WithDefault("0.6")
    double mediumKeeps();

    /** The share of tokens that extraction keeps at level aggressive. */
    @WithDefault("0.35")
    double aggressiveKeeps();

    /** User turns with fewer tokens are not extracted from. */
    @WithDefault("150")
    int extractFrom();

    /** Answers kept for prompts that come again. */
    Answers answers();

    /** How answers are kept. */
    interface Answers {

        /** Memory for them, all tenants together. */
        @WithDefault("32M")
        MemorySize size();

        /** How long an answer is kept. */
        @WithDefault("1h")
        Duration ttl();
    }
}
