package dev.sluice.analytics.report;

import dev.sluice.analytics.store.Histogram;
import dev.sluice.analytics.store.Named;
import dev.sluice.analytics.store.Row;
import dev.sluice.contracts.analytics.Overview;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Computes overviews. Totals, models and series see the same events. */
final class Overviews {

    private Overviews() {}

    static Overview of(Question question) {
        Period period = question.period();
        Row totals = question.buckets(Named.TOTALS).getFirst();
        SortedMap<Integer, Long> durations = durations(question.buckets(Named.BINS));
        return new Overview(
                period.from(),
                period.to(),
                totals.whole("requests"),
                totals.whole("errors"),
                totals.whole("hits"),
                totals.whole("semantic"),
                totals.whole("input_tokens"),
                totals.whole("output_tokens"),
                totals.whole("cost"),
                totals.whole("saved"),
                totals.whole("saved_tokens"),
                Histogram.quantile(durations, 0.50) / 1000,
                Histogram.quantile(durations, 0.95) / 1000,
                totals.whole("tasks"),
                totals.whole("tasks_failed"),
                models(question),
                series(question));
    }

    private static SortedMap<Integer, Long> durations(List<Row> bins) {
        SortedMap<Integer, Long> durations = new TreeMap<>();
        bins.stream()
                .filter(bin -> bin.text("measure").equals("duration"))
                .forEach(bin -> durations.put((int) bin.whole("bin"), bin.whole("n")));
        return durations;
    }

    private static List<Overview.ByModel> models(Question question) {
        return question.buckets(Named.MODELS).stream()
                .map(row -> new Overview.ByModel(
                        row.text("label"),
                        row.whole("requests"),
                        row.whole("input_tokens"),
                        row.whole("output_tokens"),
                        row.whole("cost")))
                .toList();
    }

    /** Buckets without events are zero, so that a chart has no gaps. */
    private static List<Overview.Bucket> series(Question question) {
        Period period = question.period();
        Map<Long, Overview.Bucket> busy = question.buckets(Named.SERIES).stream()
                .map(row -> new Overview.Bucket(
                        Period.instant(row.whole("at_us")),
                        row.whole("requests"),
                        row.whole("hits"),
                        row.whole("semantic"),
                        row.whole("cost"),
                        row.whole("saved"),
                        row.whole("tasks")))
                .collect(Collectors.toMap(bucket -> Period.micros(bucket.at()), Function.identity()));
        List<Overview.Bucket> all = new ArrayList<>();
        for (long i = 0; i < period.buckets(); i++) {
            long at = period.firstBucket() + i * period.width();
            all.add(busy.getOrDefault(at, new Overview.Bucket(Period.instant(at), 0, 0, 0, 0, 0, 0)));
        }
        return all;
    }
}
