package dev.sluice.bench.optimizer;

import dev.sluice.bench.Bench;
import dev.sluice.bench.Report;
import dev.sluice.bench.cache.Data;
import java.util.Optional;

/** The optimiser beside doing nothing and beside plain BM25. Needs the labelled data. */
public final class OptimizerBench implements Bench.Scenario {

    @Override
    public void run(Report report) throws Exception {
        Optional<Data> found = Data.find();
        if (found.isEmpty()) {
            System.out.println(
                    "No labelled data: name its folder by -Dsluice.bench.data. There is nothing to measure.");
            return;
        }
        System.out.println("Measuring rules on real prompts");
        RuleRows.add(report, found.get());
        System.out.println("Measuring extraction");
        ExtractRows.add(report, found.get());
        System.out.println("Measuring the choice of models");
        RouteRows.add(report, found.get());
    }
}
