package dev.sluice.gateway.auth;

import jakarta.inject.Singleton;
import java.time.Duration;

/** How the keys of this replica are, for health and status. */
@Singleton
public class KeyState {

    private static final Duration SILENCE = Duration.ofSeconds(15);

    private final KeyRing ring;
    private final ControlReader control;

    KeyState(KeyRing ring, ControlReader control) {
        this.ring = ring;
        this.control = control;
    }

    /** Whether there are keys to check against. */
    public boolean isReady() {
        return ring.source() != KeyRing.Source.NOTHING || ring.hasFixed();
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
    public boolean isKafkaHeard() {
        return control.heardWithin(SILENCE);
    }
}
