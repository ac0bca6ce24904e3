package dev.sluice.analytics.report;

import java.time.Instant;
import java.util.List;

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
