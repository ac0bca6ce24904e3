package dev.sluice.contracts.tasks;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Where a task is. Final states are never left. */
public enum TaskState {
    @JsonProperty("accepted")
    ACCEPTED(false),
    @JsonProperty("running")
    RUNNING(false),
    @JsonProperty("backoff")
    BACKOFF(false),
    @JsonProperty("succeeded")
    SUCCEEDED(true),
    @JsonProperty("failed")
    FAILED(true),
    @JsonProperty("dead")
    DEAD(true),
    @JsonProperty("cancelled")
    CANCELLED(true);

    private final boolean terminal;

    TaskState(boolean terminal) {
        this.terminal = terminal;
    }

    /** Whether a task in this state stays in it. */
    public boolean isTerminal() {
        return terminal;
    }
}
