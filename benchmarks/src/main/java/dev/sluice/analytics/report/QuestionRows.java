package dev.sluice.analytics.report;

import dev.sluice.analytics.store.DuckStore;
import dev.sluice.analytics.trials.TrialRows;
import dev.sluice.bench.Quick;
import dev.sluice.bench.Report;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Questions to {@link Filled}. Each is asked up to 20 times after one that does not count, and is told by its p95;
 * one that takes long is asked less often ({@link Quick}).
 */
public final class QuestionRows {

    private QuestionRows() {}

    /** Adds the rows; takes a minute or two. */
    public static void add(Report report, Filled filled) {
        Period month = new Period(filled.from(), filled.to(), Duration.ofHours(8));
        Period yesterday = new Period(
                filled.to().minus(Duration.ofDays(2)), filled.to().minus(Duration.ofDays(1)), Duration.ofMinutes(15));
        Period longAgo = new Period(
                filled.from().plus(Duration.ofDays(12)),
                filled.from().plus(Duration.ofDays(13)),
                Duration.ofMinutes(15));
        List<String> steps = List.of("page_view", "query_submitted", "answer_read", "positive_feedback");
        DuckStore store = filled.open();
        try {
            var ask = new Asking(report, store);
            ask.millis("overview_p95_ms", 200.0, month, Overviews::of);
            ask.millis("tenant_day_ms", 100.0, yesterday, Overviews::of);
            ask.millis("tenant_day_of_events_ms", null, longAgo, Overviews::of);
            report.add(
                    "funnel4_s",
                    "s",
                    ask.p95(month, question -> Funnel.of(question, steps, Duration.ofDays(1))) / 1_000,
                    null,
                    3.0);
            ask.millis("retention_ms", 500.0, month, question -> Retention.of(question, "day", 1));
            ask.millis("latency_exact_ms", 2_000.0, month, question -> Latency.of(question, Dimension.MODEL));
            ask.millis("costs_ms", null, month, question -> Costs.of(question, Dimension.KEY, Only.ALL));
            ask.millis("savings_ms", null, month, Savings::of);
            ask.millis("anomalies_ms", null, month, question -> Anomalies.of(Hours.of(question), yesterday));
            TrialRows.add(report, store, filled);
            report.add("file_mb", "MB", store.bytes() / 1e6, null, null);
        } finally {
            store.close();
        }
    }

    private record Asking(Report report, DuckStore store) {

        void millis(String metric, @Nullable Double goal, Period period, Function<Question, ?> question) {
            report.add(metric, "ms", p95(period, question), null, goal);
        }

        double p95(Period period, Function<Question, ?> question) {
            return Quick.p95Millis(() -> Question.of(store, Filled.TENANT, period, question));
        }
    }
}
