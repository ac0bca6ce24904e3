package dev.sluice.worker.webhooks;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;

/** How the ends of tasks are told to their owners. */
@ConfigMapping(prefix = "sluice.worker.webhooks")
public interface WebhooksConfig {

    /**
     * What the tenants' signing secrets are derived from, at least 16 characters. Absent: from the services' own secret;
     * without that one either, webhooks are refused.
     */
    Optional<String> secret();

    /** Calls for one task before it is given up. */
    @WithDefault("8")
    int attempts();

    /** The rest after the first call that failed; it doubles with each further one. */
    @WithDefault("5s")
    Duration retryBase();

    /** The longest rest between calls. */
    @WithDefault("1h")
    Duration retryCap();

    /** How long one call may take. */
    @WithDefault("10s")
    Duration timeout();

    /** Calls that are made at the same time. */
    @WithDefault("32")
    int atOnce();
}
