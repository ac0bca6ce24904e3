package dev.sluice.analytics.report;

import dev.sluice.analytics.store.Named;
import java.time.Instant;
import java.util.List;

/**
 * What was saved, and by what; {@code GET /analytics/savings}. Each cause is told against what the same calls would have
 * cost without it: {@code counterfactual = cost + saved}.
 *
 * @param from start, inclusive
 * @param to end, exclusive
 * @param savedNano all causes together, nano-USD
 * @param rows by name of the cause
 */
public record Savings(Instant from, Instant to, long savedNano, List<Row> rows) {

    public Savings {
        rows = List.copyOf(rows);
    }

    static Savings of(Question question) {
        var rows = question.rows(Named.SAVINGS).stream()
                .map(row -> new Row(
                        row.text("cause"),
                        row.whole("calls"),
                        row.whole("cost"),
                        row.whole("saved"),
                        Math.addExact(row.whole("cost"), row.whole("saved"))))
                .toList();
        long all = rows.stream().mapToLong(Row::savedNano).sum();
        return new Savings(question.period().from(), question.period().to(), all, rows);
    }

    /**
     * What one cause saved.
     *
     * @param cause {@code cache_exact}, {@code cache_semantic}, {@code cache_joined}, {@code optimizer}, {@code routing}
     * @param calls calls it touched; one call may be touched by optimiser and routing
     * @param costNano what they cost, nano-USD
     * @param savedNano what was saved; below 0 where it cost more, as a dearer model than the one asked for does
     * @param counterfactualNano what they would have cost without it
     */
    public record Row(String cause, long calls, long costNano, long savedNano, long counterfactualNano) {}
}
