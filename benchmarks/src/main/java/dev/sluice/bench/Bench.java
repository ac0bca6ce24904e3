package dev.sluice.bench;

import static java.util.Map.entry;

import dev.sluice.bench.analytics.AnalyticsBench;
import dev.sluice.bench.cache.CacheBench;
import dev.sluice.bench.cache.train.CacheTrain;
import dev.sluice.bench.capacity.CapacityBench;
import dev.sluice.bench.gateway.GatewayBench;
import dev.sluice.bench.hot.HotBench;
import dev.sluice.bench.optimizer.OptimizerBench;
import dev.sluice.bench.optimizer.train.OptimizerTrain;
import dev.sluice.bench.startup.StartupBench;
import dev.sluice.bench.worker.WorkerBench;
import dev.sluice.bench.worker.language.WorkerTrain;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/** Runs a benchmark by name. */
public final class Bench {

    /** A benchmark: fills a report. */
    @FunctionalInterface
    public interface Scenario {

        /** Runs it; takes a minute or more. */
        void run(Report report) throws Exception;
    }

    private static final Map<String, Scenario> SCENARIOS = new TreeMap<>(Map.ofEntries(
            entry("analytics", new AnalyticsBench()),
            entry("cache", new CacheBench()),
            entry("capacity", new CapacityBench()),
            entry("cache-train", new CacheTrain()),
            entry("gateway", new GatewayBench()),
            entry("hot", new HotBench()),
            entry("optimizer", new OptimizerBench()),
            entry("optimizer-train", new OptimizerTrain()),
            entry("startup", new StartupBench()),
            entry("worker", new WorkerBench()),
            entry("worker-train", new WorkerTrain())));

    private Bench() {}

    /** Runs the benchmark named by the first argument. Ends with 2 and the list of names when there is none such. */
    public static void main(String[] args) throws Exception {
        Scenario scenario = args.length == 1 ? SCENARIOS.get(args[0]) : null;
        if (scenario == null) {
            System.err.println("Which benchmark? ./sluice bench " + String.join(" | ", SCENARIOS.keySet()));
            System.exit(2);
            return;
        }
        var report = new Report(args[0], Machine.here());
        scenario.run(report);
        report.print(System.out);
        Path file = report.write(Path.of("target", "bench"), Instant.now());
        System.out.println("\nWritten to " + file);
        System.exit(0);
    }
}
