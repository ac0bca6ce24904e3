package dev.sluice.analytics.report;

import dev.sluice.analytics.store.Named;
import java.time.Instant;
import java.util.List;

/**
 * Calls that failed, by cause; {@code GET /analytics/errors}.
 *
 * @param from start, inclusive
 * @param to end, exclusive
 * @param rows most frequent first, at most 100
 */
public record Errors(Instant from, Instant to, List<Row> rows) {

    public Errors {
        rows = List.copyOf(rows);
    }

    static Errors of(Question question) {
        var rows = question.rows(Named.ERRORS).stream()
                .map(row -> new Row(
                        row.text("cause"),
                        (int) row.whole("code"),
                        row.text("who"),
                        row.text("label"),
                        row.whole("n"),
                        Period.instant(row.whole("last_at"))))
                .toList();
        return new Errors(question.period().from(), question.period().to(), rows);
    }

    /**
     * Calls that failed in one way.
     *
     * @param cause the kind of error, such as {@code timeout}; {@code status_429} where only the status is known
     * @param status what the client saw; a call can fail after a 200
     * @param provider who was asked; {@code none} when nobody was reached
     * @param model who answered, or was asked
     * @param count how many
     * @param last when the last one ended
     */
    public record Row(String cause, int status, String provider, String model, long count, Instant last) {}
}
