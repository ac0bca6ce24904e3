package dev.sluice.local.process;

import java.time.Duration;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Stops processes in order: the lowest stop order first, those with the same one together. Each stage is asked to end
 * (SIGTERM) and, when the grace is over, made to (SIGKILL).
 */
public final class Shutdown {

    private static final Duration AFTER_KILL = Duration.ofSeconds(5);
    private static final Duration PAUSE = Duration.ofMillis(20);

    private Shutdown() {}

    /** Stops those of the processes that still run; returns the names of those that had to be killed. */
    public static List<String> stop(List<Running> processes, Duration graceOfAStage) {
        var stages = processes.stream()
                .collect(Collectors.groupingBy(Running::stopOrder, TreeMap::new, Collectors.toList()));
        return stages.values().stream()
                .flatMap(stage -> stopTogether(stage, graceOfAStage).stream())
                .toList();
    }

    private static List<String> stopTogether(List<Running> stage, Duration grace) {
        stage.forEach(one -> one.id().alive().ifPresent(ProcessHandle::destroy));
        awaitEnd(stage, grace);
        List<Running> stubborn = stage.stream().filter(Running::isAlive).toList();
        stubborn.forEach(one -> one.id().alive().ifPresent(ProcessHandle::destroyForcibly));
        awaitEnd(stubborn, AFTER_KILL);
        return stubborn.stream().map(Running::name).toList();
    }

    private static void awaitEnd(List<Running> processes, Duration limit) {
        long deadline = System.nanoTime() + limit.toNanos();
        while (processes.stream().anyMatch(Running::isAlive) && System.nanoTime() < deadline) {
            try {
                Thread.sleep(PAUSE);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }
}
