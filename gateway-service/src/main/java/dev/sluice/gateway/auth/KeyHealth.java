package dev.sluice.gateway.auth;

import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready once there are keys to check against: from the topic, from the file of an earlier run, or from configuration. */
@Readiness
@Singleton
class KeyHealth implements HealthCheck {

    private final KeyState keys;

    KeyHealth(KeyState keys) {
        this.keys = keys;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("keys")
                .status(keys.isReady())
                .withData("source", keys.source())
                .build();
    }
}
