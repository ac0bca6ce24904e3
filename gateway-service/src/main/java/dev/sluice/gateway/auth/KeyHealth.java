package dev.sluice.gateway.auth;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready once there are keys to check against: from the topic, from the file of an earlier run, or from configuration. */
@Readiness
@ApplicationScoped
public class KeyHealth implements HealthCheck {

    private final KeyRing ring;
    private final ControlReader control;

    KeyHealth(KeyRing ring, ControlReader control) {
        this.ring = ring;
        this.control = control;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("keys")
                .status(ring.source() != KeyRing.Source.NOTHING || ring.hasFixed())
                .withData("source", source())
                .build();
    }

    /** Where the keys come from: {@code topic}, {@code snapshot}, {@code configuration} or {@code nothing}. */
    public String source() {
        return switch (ring.source()) {
            case TOPIC -> "topic";
            case SNAPSHOT -> "snapshot";
            case NOTHING -> ring.hasFixed() ? "configuration" : "nothing";
        };
    }

    /** Whether the control topic can be read at the moment. */
    public boolean kafkaHeard() {
        return control.heardWithin(Duration.ofSeconds(15));
    }
}
