package dev.sluice.bench.hot;

import dev.sluice.bench.Bench;
import dev.sluice.bench.Report;
import dev.sluice.gateway.experiments.DrawCode;
import dev.sluice.gateway.recall.HotCode;
import java.util.Map;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/** Microseconds for the request view, the cache key, a hundred events through the SSE tap and the draw of experiments. */
public final class HotBench implements Bench.Scenario {

    private static final Map<String, String> METRICS = Map.of(
            "requestView", "request_view_us",
            "cacheKey", "cache_key_us",
            "sseTap", "sse_tap_100_events_us",
            "drawNone", "experiments_none_us",
            "drawOne", "experiments_one_us",
            "drawFive", "experiments_five_us");
    private static final Map<String, Double> GOALS = Map.of("drawOne", 2.0);

    @Override
    public void run(Report report) throws RunnerException {
        var options = new OptionsBuilder()
                .include(HotCode.class.getName())
                .include(DrawCode.class.getName())
                .build();
        for (RunResult result : new Runner(options).run()) {
            String name = result.getPrimaryResult().getLabel();
            report.add(
                    METRICS.getOrDefault(name, name),
                    "us",
                    result.getPrimaryResult().getScore(),
                    null,
                    GOALS.get(name));
        }
    }
}
