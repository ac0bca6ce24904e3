package dev.sluice.gateway.auth;

import dev.sluice.gateway.control.ControlReader;
import dev.sluice.gateway.control.ControlState;
import dev.sluice.gateway.control.FileWatch;
import jakarta.inject.Singleton;
import java.time.Duration;

/** How the keys of this replica are, for health and status. */
@Singleton
public class KeyState {

    private static final Duration SILENCE = Duration.ofSeconds(15);

    private final KeyRing ring;
    private final ControlState state;
    private final ControlReader control;
    private final FileWatch file;

    KeyState(KeyRing ring, ControlState state, ControlReader control, FileWatch file) {
        this.ring = ring;
        this.state = state;
        this.control = control;
        this.file = file;
    }

    /** Whether there are keys to check against. */
    public boolean isReady() {
        return state.source() != ControlState.Source.NOTHING || !ring.isEmpty();
    }

    /** Where the keys come from: {@code topic}, {@code snapshot}, {@code configuration} or {@code nothing}. */
    public String source() {
        return switch (state.source()) {
            case TOPIC -> "topic";
            case SNAPSHOT -> "snapshot";
            case NOTHING -> ring.isEmpty() ? "nothing" : "configuration";
        };
    }

    /** How the control file is: {@code none}, {@code loaded at ...}, or {@code refused at ...} with the reason. */
    public String controlFile() {
        return file.told();
    }

    /** Whether the control topic can be read at the moment. */
    public boolean isKafkaHeard() {
        return control.heardWithin(SILENCE);
    }
}
