package dev.sluice.contracts.tasks;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Locale;

/** The five priorities of background work, most urgent first. */
public enum Lane {
    @JsonProperty("critical")
    CRITICAL,
    @JsonProperty("high")
    HIGH,
    @JsonProperty("normal")
    NORMAL,
    @JsonProperty("low")
    LOW,
    @JsonProperty("bulk")
    BULK;

    /** The name used in JSON, topics and metrics. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
