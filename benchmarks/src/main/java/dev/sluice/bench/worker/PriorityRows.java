package dev.sluice.bench.worker;

import dev.sluice.bench.Report;
import dev.sluice.bench.worker.Histories.History;
import dev.sluice.bench.worker.Submitter.Order;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** How soon critical tasks start while a pile of bulk work waits, and how much of the pile goes on all the same. */
final class PriorityRows {

    private static final int PILE = 20_000;
    private static final int MILLIS = 20;
    private static final int CRITICAL = 100;

    private PriorityRows() {}

    static void add(Report report) throws Exception {
        try (Rig rig = Rig.start(1, true, Map.of());
                var histories = new Histories(rig.bootstrap())) {
            var submitter = new Submitter(rig.url(0));
            List<String> warm = new ArrayList<>(submitter.submit(2_000, 32, i -> new Order("warm", "critical", 0)));
            histories.awaitEnd(warm, Duration.ofMinutes(1));
            Collection<String> pile = submitter.submit(PILE, 64, i -> new Order("pile", "bulk", MILLIS));
            Instant from = Instant.now();
            List<String> critical = submitter.paced(CRITICAL, 5, i -> new Order("urgent", "critical", MILLIS));
            histories.awaitEnd(critical, Duration.ofMinutes(1));
            histories.read();
            List<Double> starts =
                    histories.of(critical).stream().map(History::startMillis).toList();
            report.add("critical_start_p99_ms_behind_bulk", "ms", Quantile.of(starts, 0.99), 1_000.0, 300.0);
            long waited = histories.of(pile).stream()
                    .filter(task -> task.firstStart().isAfter(from))
                    .count();
            report.add("bulk_waiting_behind_critical", "tasks", (double) waited, null, null);
        }
    }
}
