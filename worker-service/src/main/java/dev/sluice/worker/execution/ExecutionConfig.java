package dev.sluice.worker.execution;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalInt;

/** How work is taken and started. */
@ConfigMapping(prefix = "sluice.worker.execution")
public interface ExecutionConfig {

    /** Tasks that run at the same time in this process. One of them is kept for the critical lane. */
    @WithDefault("64")
    int slots();

    /** Commands of a lane that a worker holds at most. Fairness between tenants sees no further than this. */
    @WithDefault("10000")
    int window();

    /** Tasks of one tenant that may run at the same time, at all workers together. Absent: no such cap. */
    OptionalInt runningPerTenant();

    /** Tasks of a type that may run at the same time, at all workers together, by type. Others have no cap. */
    Map<String, Integer> runningPerType();

    /** A tenant's weight, by tenant: its share of a lane beside tenants that have 1, which is what others have. */
    Map<String, Integer> tenantWeights();

    /** Starts of a task that count, before it is dead. */
    @WithDefault("3")
    int attempts();

    /** The rest after the first failed attempt; it doubles with each further one. */
    @WithDefault("1s")
    Duration retryBase();

    /** The longest rest between attempts. */
    @WithDefault("60s")
    Duration retryCap();

    /** How often the reaper looks for tasks that nobody wakes or holds. */
    @WithDefault("1s")
    Duration reaperPeriod();

    /** How long an accepted task may wait with its lane empty before it is woken again. */
    @WithDefault("10s")
    Duration silence();

    /** How long a stopping worker waits for what runs before it hands it back. */
    @WithDefault("5s")
    Duration drain();
}
