package dev.sluice.analytics.report;

import java.time.Instant;
import java.util.List;

/**
 * A tenant's tasks that ended, by lane and final state; {@code GET /analytics/tasks}.
 *
 * @param from start, inclusive
 * @param to end, exclusive
 * @param rows lanes in alphabetical order
 */
public record Tasks(Instant from, Instant to, List<Row> rows) {

    public Tasks {
        rows = List.copyOf(rows);
    }

    /**
     * Tasks of one lane that ended in one state.
     *
     * @param lane the priority
     * @param state the final state
     * @param count how many
     * @param queuedP50Ms median time from acceptance to the last start, milliseconds
     * @param runP50Ms median time from the last start to the end, milliseconds
     */
    public record Row(String lane, String state, long count, double queuedP50Ms, double runP50Ms) {}
}
