package dev.sluice.worker.leases;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Who may work on a task. */
@ConfigMapping(prefix = "sluice.worker.lease")
public interface LeaseConfig {

    /** How long a lease lasts unless renewed: what a task waits after its worker was killed. */
    @WithDefault("9s")
    Duration period();

    /** How often leases are renewed and cancellations of other workers' tasks are noticed. */
    @WithDefault("1500ms")
    Duration heartbeat();

    /** How long a call to Redis may take before the local stand-in serves. */
    @WithDefault("300ms")
    Duration deadline();
}
