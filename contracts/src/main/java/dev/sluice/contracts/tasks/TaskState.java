package dev.sluice.contracts.tasks;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Locale;

/** Where a task is. Final states are never left, but for {@link #DEAD}, which an owner may replay. */
public enum TaskState {
    /** Its parents have not all succeeded yet. */
    @JsonProperty("waiting")
    WAITING(false),
    /** It may start at a later time. */
    @JsonProperty("scheduled")
    SCHEDULED(false),
    /** It is queued and takes its turn. */
    @JsonProperty("accepted")
    ACCEPTED(false),
    /** A worker has it. */
    @JsonProperty("running")
    RUNNING(false),
    /** It rests before another attempt. */
    @JsonProperty("backoff")
    BACKOFF(false),
    /** It has its result. */
    @JsonProperty("succeeded")
    SUCCEEDED(true),
    /** It cannot be done. */
    @JsonProperty("failed")
    FAILED(true),
    /** All attempts are used up. */
    @JsonProperty("dead")
    DEAD(true),
    /** Its owner did not want it any more. */
    @JsonProperty("cancelled")
    CANCELLED(true),
    /** It was not started in time. */
    @JsonProperty("expired")
    EXPIRED(true),
    /** A parent of it did not succeed. */
    @JsonProperty("skipped")
    SKIPPED(true);

    private final boolean terminal;

    TaskState(boolean terminal) {
        this.terminal = terminal;
    }

    /** Whether a task in this state stays in it. */
    public boolean isTerminal() {
        return terminal;
    }

    /** Whether a task in this state waits for something. */
    public boolean isQueued() {
        return !terminal && this != RUNNING;
    }

    /** The name used in JSON. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
