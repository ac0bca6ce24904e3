package dev.sluice.analytics.report;

import dev.sluice.analytics.store.Named;
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

    static Tasks of(Question question) {
        var rows = question.rows(Named.TASKS).stream()
                .map(row -> new Row(
                        row.text("lane"),
                        row.text("state"),
                        row.whole("n"),
                        row.real("queued_p50"),
                        row.real("run_p50"),
                        row.real("queued_p95"),
                        row.real("run_p95")))
                .toList();
        return new Tasks(question.period().from(), question.period().to(), rows);
    }

    /**
     * Tasks of one lane that ended in one state.
     *
     * @param lane the priority
     * @param state the final state
     * @param count how many
     * @param queuedP50Ms median time from acceptance to the last start, milliseconds
     * @param runP50Ms median time from the last start to the end, milliseconds
     * @param queuedP95Ms 95th percentile of the first
     * @param runP95Ms 95th percentile of the second
     */
    public record Row(
            String lane,
            String state,
            long count,
            double queuedP50Ms,
            double runP50Ms,
            double queuedP95Ms,
            double runP95Ms) {}
}
