package dev.sluice.bench.worker;

import dev.sluice.bench.Report;
import dev.sluice.bench.worker.Histories.History;
import dev.sluice.bench.worker.Histories.State;
import dev.sluice.bench.worker.Submitter.Order;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Two workers, one of which is killed (SIGKILL) three times with work in hand: how long until the last of its tasks runs
 * again elsewhere, and that none is lost and none ends twice.
 */
final class OrphanRows {

    private static final int KILLS = 3;
    private static final int EACH = 400;
    private static final int MILLIS = 400;

    private OrphanRows() {}

    static void add(Report report) throws Exception {
        try (Rig rig = Rig.start(2, true, Map.of());
                var histories = new Histories(rig.bootstrap())) {
            if (!rig.hasRedis()) {
                System.out.println("No redis-server on the PATH: without one workers do not share their leases.");
                return;
            }
            var submitter = new Submitter(rig.url(0));
            List<String> ids = new ArrayList<>();
            List<Double> restarts = new ArrayList<>();
            for (int kill = 0; kill < KILLS; kill++) {
                String mark = "@" + rig.workerId(1) + "/";
                giveWork(submitter, ids, histories, mark);
                Instant killed = Instant.now();
                rig.kill(1);
                histories.awaitEnd(ids, Duration.ofMinutes(2));
                restarts.addAll(restarts(histories.of(ids), mark, killed));
                rig.restart(1);
            }
            List<History> all = histories.of(ids);
            report.add("orphan_restart_p100_s", "s", Quantile.of(restarts, 1), 20.0, 12.0);
            report.add("orphans", "tasks", restarts.size(), null, null);
            report.add(
                    "lost_tasks",
                    "tasks",
                    (double) all.stream().filter(task -> task.finals() == 0).count(),
                    null,
                    0.0);
            report.add(
                    "double_terminals",
                    "tasks",
                    (double) all.stream().filter(task -> task.finals() > 1).count(),
                    null,
                    0.0);
        }
    }

    /** Submits until the worker has work in hand: one that is new gets its share only after the group was balanced anew. */
    private static void giveWork(Submitter submitter, List<String> ids, Histories histories, String mark)
            throws Exception {
        long end = System.nanoTime() + Duration.ofMinutes(2).toNanos();
        while (!isAtWork(histories, mark)) {
            if (System.nanoTime() > end) {
                throw new IllegalStateException("the worker that is to be killed does no work");
            }
            if (histories.of(ids).stream().allMatch(task -> task.finals() > 0)) {
                ids.addAll(submitter.submit(EACH, 16, i -> new Order("tenant-" + i % 7, "normal", MILLIS)));
            }
            histories.read();
        }
    }

    private static boolean isAtWork(Histories histories, String mark) {
        return histories.all().values().stream()
                        .filter(task -> runsUnder(task, mark))
                        .count()
                >= 4;
    }

    private static boolean runsUnder(History task, String mark) {
        return task.finals() == 0
                && !task.states().isEmpty()
                && task.states().getLast().lease().contains(mark);
    }

    /** For each task that ran at the killed worker: the seconds until it ran again. */
    private static List<Double> restarts(List<History> tasks, String mark, Instant killed) {
        List<Double> seconds = new ArrayList<>();
        for (History task : tasks) {
            List<State> states = task.states();
            for (int i = 1; i < states.size(); i++) {
                State before = states.get(i - 1);
                boolean cut = before.lease().contains(mark)
                        && before.at().isBefore(killed)
                        && states.get(i).at().isAfter(killed.plusMillis(500))
                        && !states.get(i).isFinal();
                if (cut) {
                    states.stream()
                            .skip(i)
                            .filter(state -> state.name().equals("running"))
                            .findFirst()
                            .ifPresent(again -> seconds.add(
                                    Duration.between(killed, again.at()).toMillis() / 1e3));
                }
            }
        }
        return seconds;
    }
}
