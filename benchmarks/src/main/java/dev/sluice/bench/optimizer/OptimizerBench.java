package dev.sluice.bench.optimizer;

import dev.sluice.bench.Bench;
import dev.sluice.bench.Parts;
import dev.sluice.bench.Report;
import dev.sluice.bench.cache.Data;
import java.util.Optional;

/**
 * The optimiser beside doing nothing and beside plain BM25. Needs the labelled data.
 * {@code -Dsluice.bench.optimizer.parts=rules,demo} measures some parts only.
 */
public final class OptimizerBench implements Bench.Scenario {

    @Override
    public void run(Report report) throws Exception {
        Optional<Data> found = Data.find();
        if (found.isEmpty()) {
            System.out.println(
                    "No labelled data: name its folder by -Dsluice.bench.data. There is nothing to measure.");
            return;
        }
        Data data = found.get();
        Parts parts = Parts.chosenBy("sluice.bench.optimizer.parts");
        parts.measure("rules", () -> RuleRows.add(report, data));
        parts.measure("speed", () -> SpeedRows.add(report));
        parts.measure("extraction", () -> ExtractRows.add(report, data));
        parts.measure("routing", () -> RouteRows.add(report, data));
        parts.measure("demo", () -> DemoRows.add(report, data));
        parts.end();
    }
}
