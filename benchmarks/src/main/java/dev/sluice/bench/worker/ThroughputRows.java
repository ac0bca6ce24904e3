package dev.sluice.bench.worker;

import dev.sluice.bench.Report;
import dev.sluice.bench.worker.Histories.History;
import dev.sluice.bench.worker.Submitter.Order;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * No-op tasks from submission to a final state that can be read, as many as go, submitted by the hundred and one by one; and
 * how soon one starts at 100 a second.
 */
final class ThroughputRows {

    private static final int WARM_UP = 10_000;
    private static final int COUNTED = Integer.getInteger("sluice.bench.worker.tasks", 50_000);
    private static final int BATCH = 100;
    private static final int SINGLE = 10_000;
    private static final int CONNECTIONS = 64;
    private static final int PACED = 2_000;
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private ThroughputRows() {}

    static void add(Report report) throws Exception {
        try (Rig rig = Rig.start(1, true, Map.of());
                var histories = new Histories(rig.bootstrap())) {
            var submitter = new Submitter(rig.url(0));
            histories.awaitEnd(
                    submitter.submit(WARM_UP, CONNECTIONS, i -> new Order("warm-" + i % 10, "normal", 0)), PATIENCE);
            Collection<String> ids =
                    submitter.batches(COUNTED / BATCH, BATCH, 4, i -> new Order("bench-" + i % 10, "normal", 0));
            histories.awaitEnd(ids, PATIENCE);
            report.add("noop_tasks_per_s", "tasks/s", ids.size() / seconds(histories.of(ids)), 800.0, 2_000.0);
            Collection<String> single =
                    submitter.submit(SINGLE, CONNECTIONS, i -> new Order("single-" + i % 10, "normal", 0));
            histories.awaitEnd(single, PATIENCE);
            report.add("noop_single_tasks_per_s", "tasks/s", SINGLE / seconds(histories.of(single)), null, null);
            List<String> paced = submitter.paced(PACED, 100, i -> new Order("paced", "high", 0));
            histories.awaitEnd(paced, PATIENCE);
            List<Double> starts =
                    histories.of(paced).stream().map(History::startMillis).toList();
            report.add("start_p50_ms", "ms", Quantile.of(starts, 0.5), 25.0, 10.0);
            report.add("start_p99_ms", "ms", Quantile.of(starts, 0.99), 250.0, 100.0);
        }
    }

    /** From the first acceptance to the last final state. */
    private static double seconds(List<History> done) {
        Instant first =
                done.stream().map(History::created).min(Instant::compareTo).orElseThrow();
        Instant last = done.stream()
                .map(history -> history.states().getLast().at())
                .max(Instant::compareTo)
                .orElseThrow();
        return Duration.between(first, last).toNanos() / 1e9;
    }
}
