package dev.sluice.worker.facts;

import com.fasterxml.jackson.annotation.JsonValue;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.Locale;

/** What evidence says of a claim. */
@RegisterForReflection
public enum Verdict {
    /** A passage says so. */
    SUPPORTED,
    /** A passage says otherwise. */
    REFUTED,
    /** No passage says enough. */
    NOT_ENOUGH;

    /** Its name on the wire. */
    @JsonValue
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
