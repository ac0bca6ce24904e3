package dev.sluice.worker.ledger;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Map;

/** What is accepted and kept. */
@ConfigMapping(prefix = "sluice.worker.tasks")
public interface TasksConfig {

    /** How long a submission may take before 503. */
    @WithDefault("4500ms")
    Duration acceptWithin();

    /** The longest text of an input, in characters. */
    @WithDefault("200000")
    int longestText();

    /** The largest input as JSON, and the largest result. */
    @WithDefault("600K")
    MemorySize largestBody();

    /** Tasks of a tenant that may be queued in one lane, the bulk lane aside; beyond it 429. */
    @WithDefault("1000")
    int queuedPerLane();

    /** Tasks of a tenant that may be queued in the bulk lane; beyond it 429. */
    @WithDefault("50000")
    int queuedInBulk();

    /** How long a task may wait for its first start unless it says so itself, by lane; then it has expired. */
    StartWithin startWithin();

    /** How long finished tasks of a type are kept, by the type's name, where that is not {@code keep}. */
    Map<String, Duration> keepOf();

    /** Unfinished tasks of all tenants; beyond it 429. */
    @WithDefault("100000")
    int open();

    /** How long finished tasks are kept. */
    @WithDefault("7d")
    Duration keep();

    /** Finished tasks kept at most; the oldest go first. */
    @WithDefault("100000")
    int keepAtMost();

    /** Inputs and results held in memory; the others are read from Kafka when asked for. */
    @WithDefault("32M")
    MemorySize bodies();

    /** Whether the type {@code noop} is offered, which does nothing for as long as it is told: for load tests. */
    @WithDefault("false")
    boolean noop();

    /** Clients that follow a task or a search at the same time; beyond it 503. */
    @WithDefault("500")
    int followers();

    /** How long a task may wait for its first start. */
    interface StartWithin {

        /** In the critical lane. */
        @WithDefault("30s")
        Duration critical();

        /** In the high lane. */
        @WithDefault("5m")
        Duration high();

        /** In the normal lane. */
        @WithDefault("1h")
        Duration normal();

        /** In the low lane. */
        @WithDefault("6h")
        Duration low();

        /** In the bulk lane. */
        @WithDefault("24h")
        Duration bulk();
    }
}
