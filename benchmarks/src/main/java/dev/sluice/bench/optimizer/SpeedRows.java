package dev.sluice.bench.optimizer;

import dev.sluice.bench.Report;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.util.Statistics;

/** How long a real prompt takes at light and medium, by JMH. */
final class SpeedRows {

    private static final double MICROS = 1_000;
    private static final double LIGHT_GOAL = 2.0;

    private SpeedRows() {}

    static void add(Report report) throws RunnerException {
        var options = new OptionsBuilder().include(PromptCode.class.getName()).build();
        for (RunResult result : new Runner(options).run()) {
            String level = result.getPrimaryResult().getLabel();
            Statistics taken = result.getPrimaryResult().getStatistics();
            report.add(
                    level + "_p50_ms",
                    "ms",
                    taken.getPercentile(50) / MICROS,
                    null,
                    level.equals("light") ? LIGHT_GOAL : null);
            report.add(level + "_p99_ms", "ms", taken.getPercentile(99) / MICROS, null, null);
        }
    }
}
