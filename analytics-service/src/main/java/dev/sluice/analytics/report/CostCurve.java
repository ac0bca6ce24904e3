package dev.sluice.analytics.report;

import dev.sluice.analytics.store.Named;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * What a tenant spent over time, told apart by one dimension; {@code GET /analytics/costs/series}. Buckets without a call
 * are left out.
 *
 * @param from start, inclusive
 * @param to end, exclusive
 * @param bucketSeconds width of a bucket
 * @param by the dimension
 * @param points oldest first
 */
public record CostCurve(Instant from, Instant to, long bucketSeconds, String by, List<Point> points) {

    public CostCurve {
        points = List.copyOf(points);
    }

    static CostCurve of(Question question, Dimension by, Only only) {
        Period period = question.period();
        var points =
                question
                        .rows(Named.COST_CURVE, only.with(Map.of("by", by.wireName(), "width", period.width())))
                        .stream()
                        .map(row -> new Point(
                                Period.instant(row.whole("at_us")),
                                row.text("label"),
                                row.whole("requests"),
                                row.whole("cost"),
                                row.whole("saved")))
                        .toList();
        return new CostCurve(period.from(), period.to(), period.bucket().toSeconds(), by.wireName(), points);
    }

    /**
     * One value of the dimension in one bucket of time.
     *
     * @param at the bucket's start
     * @param name the value; {@code none} when calls had none
     * @param requests calls
     * @param costNano what was spent, nano-USD
     * @param savedNano what was saved, nano-USD
     */
    public record Point(Instant at, String name, long requests, long costNano, long savedNano) {}
}
