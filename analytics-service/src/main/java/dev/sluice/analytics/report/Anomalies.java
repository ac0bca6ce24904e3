package dev.sluice.analytics.report;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Hours that are not like those of the seven days before them; {@code GET /analytics/anomalies}. Only whole hours are
 * judged, and only after a day with calls.
 *
 * @param from start, inclusive
 * @param to end, exclusive
 * @param rows the farthest from usual first, at most 100
 */
public record Anomalies(Instant from, Instant to, List<Row> rows) {

    static final int USUAL_HOURS = 7 * 24;

    private static final int FEWEST_HOURS = 24;
    private static final int MOST_ROWS = 100;

    private record Measure(String name, ToLongFunction<dev.sluice.analytics.store.Row> of) {}

    private static final List<Measure> MEASURES = List.of(
            new Measure("requests", row -> row.whole("requests")),
            new Measure("errors", row -> row.whole("errors")),
            new Measure("cost_nano", row -> row.whole("cost")),
            new Measure("tokens", row -> row.whole("tokens")));

    public Anomalies {
        rows = List.copyOf(rows);
    }

    /**
     * Judges hours.
     *
     * @param period what is judged; the hours must reach {@link #USUAL_HOURS} further back
     */
    static Anomalies of(Hours hours, Period period) {
        long begin = Math.ceilDiv(Period.micros(period.from()), Hours.HOUR) * Hours.HOUR;
        long end = Hours.at(period.to());
        long known = hours.first(end);
        List<Row> rows = new ArrayList<>();
        for (long hour = begin; hour < end; hour += Hours.HOUR) {
            long usualFrom = Math.max(known, hour - USUAL_HOURS * Hours.HOUR);
            int count = (int) Math.max(0, (hour - usualFrom) / Hours.HOUR);
            if (count >= FEWEST_HOURS) {
                for (Measure measure : MEASURES) {
                    Row row = judge(measure, hours, hour, usualFrom, count);
                    if (row != null) {
                        rows.add(row);
                    }
                }
            }
        }
        rows.sort(
                Comparator.comparingDouble((Row row) -> -Math.abs(row.score())).thenComparing(Row::at));
        return new Anomalies(period.from(), period.to(), rows.subList(0, Math.min(rows.size(), MOST_ROWS)));
    }

    private static @Nullable Row judge(Measure measure, Hours hours, long hour, long usualFrom, int count) {
        RobustZ usual = RobustZ.of(hours.values(usualFrom, count, measure.of()));
        long value = hours.value(hour, measure.of());
        double score = usual.score((double) value);
        if (Math.abs(score) <= RobustZ.OUTLIER) {
            return null;
        }
        // JSON has no infinity.
        double told = Math.clamp(score, -1_000.0, 1_000.0);
        return new Row(Period.instant(hour), measure.name(), value, usual.median(), told, score > 0 ? "high" : "low");
    }

    /**
     * One measure of one hour.
     *
     * @param at start of the hour
     * @param measure {@code requests}, {@code errors}, {@code cost_nano} or {@code tokens}
     * @param value of the hour
     * @param usual the median of the hours before
     * @param score robust standard deviations from it; 1,000 stands for more
     * @param direction {@code high} or {@code low}
     */
    public record Row(Instant at, String measure, long value, double usual, double score, String direction) {}
}
