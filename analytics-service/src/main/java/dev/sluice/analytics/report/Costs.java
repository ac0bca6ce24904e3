package dev.sluice.analytics.report;

import dev.sluice.analytics.store.Named;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * What a tenant spent, told apart by one dimension; {@code GET /analytics/costs}.
 *
 * @param from start, inclusive
 * @param to end, exclusive
 * @param by the dimension
 * @param rows dearest first, at most 100
 */
public record Costs(Instant from, Instant to, String by, List<Row> rows) {

    public Costs {
        rows = List.copyOf(rows);
    }

    static Costs of(Question question, Dimension by, Only only) {
        var rows = question.rows(Named.COSTS, only.with(Map.of("by", by.wireName()))).stream()
                .map(Costs::row)
                .toList();
        return new Costs(question.period().from(), question.period().to(), by.wireName(), rows);
    }

    /** One value as a query tells it. */
    static Row row(dev.sluice.analytics.store.Row row) {
        return new Row(
                row.text("label"),
                row.whole("requests"),
                row.whole("input_tokens"),
                row.whole("output_tokens"),
                row.whole("cost"),
                row.whole("saved"));
    }

    /**
     * One value of the dimension.
     *
     * @param name the value; {@code none} when calls had none
     * @param requests completions and embeddings
     * @param inputTokens tokens sent to models
     * @param outputTokens tokens models produced
     * @param costNano what was spent, nano-USD
     * @param savedNano what was saved, nano-USD
     */
    public record Row(String name, long requests, long inputTokens, long outputTokens, long costNano, long savedNano) {}
}
