package dev.sluice.bench.worker;

import dev.sluice.bench.Report;
import dev.sluice.bench.worker.Histories.History;
import dev.sluice.bench.worker.Submitter.Order;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Ten equal tenants that submit one after the other, the worst order for a queue: how equal their shares are while all of
 * them wait, by Jain's index (1 is equal; 0.1 is all to one). Beside it, what first come first served would give.
 */
final class FairnessRows {

    private static final int TENANTS = 10;
    private static final int EACH = 500;
    private static final int MILLIS = 50;

    private FairnessRows() {}

    static void add(Report report) throws Exception {
        try (Rig rig = Rig.start(1, true, Map.of("SLUICE_WORKER_EXECUTION_SLOTS", "32"));
                var histories = new Histories(rig.bootstrap())) {
            var submitter = new Submitter(rig.url(0));
            // Something to do first, so that all stand in line before the first of them starts.
            submitter.submit(2_000, 64, i -> new Order("first", "high", MILLIS));
            List<String> counted = new ArrayList<>();
            for (int tenant = 0; tenant < TENANTS; tenant++) {
                String name = "equal-" + tenant;
                counted.addAll(submitter.submit(EACH, 64, i -> new Order(name, "normal", MILLIS)));
            }
            Instant allWait = Instant.now();
            histories.awaitEnd(counted, Duration.ofMinutes(3));
            List<History> tasks = histories.of(counted);
            report.add(
                    "fairness_jain", "index", jain(tasks, allWait, byStart()), jain(tasks, allWait, byArrival()), 0.97);
        }
    }

    private static Comparator<History> byStart() {
        return Comparator.comparing(History::firstStart);
    }

    private static Comparator<History> byArrival() {
        return Comparator.comparing(History::created);
    }

    /** Over the first half of the starts after all had come. */
    private static double jain(List<History> tasks, Instant allWait, Comparator<History> order) {
        List<History> waiting = tasks.stream()
                .filter(task -> task.firstStart().isAfter(allWait))
                .sorted(order)
                .toList();
        Map<String, Integer> shares = new HashMap<>();
        waiting.stream().limit(waiting.size() / 2).forEach(task -> shares.merge(task.tenant(), 1, Integer::sum));
        double sum = shares.values().stream().mapToDouble(share -> share).sum();
        double squares = shares.values().stream()
                .mapToDouble(share -> (double) share * share)
                .sum();
        return sum * sum / (TENANTS * squares);
    }
}
