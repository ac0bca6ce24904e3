package dev.sluice.analytics.report;

import dev.sluice.analytics.store.Named;
import java.time.Instant;
import java.util.List;

/**
 * Whether the money adds up; {@code GET /analytics/ledger}: what the gateway told for calls, beside what their tokens cost
 * by the price table of this service.
 *
 * @param from start, inclusive
 * @param to end, exclusive
 * @param costNano all that was told, nano-USD
 * @param rows by version of the price table
 */
public record Ledger(Instant from, Instant to, long costNano, List<Row> rows) {

    public Ledger {
        rows = List.copyOf(rows);
    }

    static Ledger of(Question question) {
        var rows = question.rows(Named.LEDGER).stream()
                .map(row -> new Row(
                        row.text("version"),
                        row.whole("calls"),
                        row.whole("told"),
                        row.whole("checked"),
                        row.whole("computed"),
                        row.whole("differing")))
                .toList();
        return new Ledger(
                question.period().from(),
                question.period().to(),
                rows.stream().mapToLong(Row::costNano).sum(),
                rows);
    }

    /**
     * Calls priced by one table.
     *
     * @param priceVersion the table; {@code none} for calls that had no price
     * @param calls all of them
     * @param costNano what the gateway told, nano-USD
     * @param checked calls whose tokens were priced again here: the same table, and tokens that were used
     * @param computedNano their price by the table here
     * @param differing checked calls with another price than was told; 0 when all is well
     */
    public record Row(
            String priceVersion, long calls, long costNano, long checked, long computedNano, long differing) {}
}
