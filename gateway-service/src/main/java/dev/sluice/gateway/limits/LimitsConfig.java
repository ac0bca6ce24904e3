package dev.sluice.gateway.limits;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;

/** How limits and budgets are kept. */
@ConfigMapping(prefix = "sluice.gateway.limits")
public interface LimitsConfig {

    /** How long Redis may think about a request; later means that this replica's own share decides. */
    @WithDefault("20ms")
    Duration deadline();

    /** How long reservations outlive a replica that has died; then they are settled as spent. At least 3 s. */
    @WithDefault("30s")
    Duration lease();

    /** How many replicas share the limits while Redis is away; absent means as many as were last seen. */
    Optional<Integer> replicas();

    /** How long a hard budget is served from the slice kept for it while Redis is away; then it is refused with 503. */
    @WithDefault("60s")
    Duration slice();

    /** Whether request limits are lowered while this replica is busy: to 75 % above 75 % load, to 50 % above 90 %. */
    @WithDefault("false")
    boolean adaptive();
}
