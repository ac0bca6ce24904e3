package dev.sluice.analytics.report;

import dev.sluice.analytics.store.Named;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * How long completions took, exactly, by one dimension; {@code GET /analytics/latency}.
 *
 * @param from start, inclusive
 * @param to end, exclusive
 * @param by the dimension
 * @param rows most calls first, at most 100
 */
public record Latency(Instant from, Instant to, String by, List<Row> rows) {

    public Latency {
        rows = List.copyOf(rows);
    }

    static Latency of(Question question, Dimension by) {
        var rows = question.rows(Named.LATENCY, Map.of("by", by.wireName())).stream()
                .map(row -> new Row(
                        row.text("label"),
                        row.whole("calls"),
                        row.real("p50") / 1000,
                        row.real("p90") / 1000,
                        row.real("p95") / 1000,
                        row.real("p99") / 1000,
                        row.real("first_p50") / 1000,
                        row.real("first_p95") / 1000,
                        row.real("first_p99") / 1000,
                        row.real("overhead_p99") / 1000))
                .toList();
        return new Latency(question.period().from(), question.period().to(), by.wireName(), rows);
    }

    /**
     * Percentiles of one value of the dimension, in milliseconds.
     *
     * @param name the value; {@code none} when calls had none
     * @param calls completions
     * @param p50Ms of the whole duration
     * @param p90Ms of the whole duration
     * @param p95Ms of the whole duration
     * @param p99Ms of the whole duration
     * @param firstTokenP50Ms to the first content; 0 when no call had any
     * @param firstTokenP95Ms to the first content
     * @param firstTokenP99Ms to the first content
     * @param overheadP99Ms the part that was Sluice's own
     */
    public record Row(
            String name,
            long calls,
            double p50Ms,
            double p90Ms,
            double p95Ms,
            double p99Ms,
            double firstTokenP50Ms,
            double firstTokenP95Ms,
            double firstTokenP99Ms,
            double overheadP99Ms) {}
}
