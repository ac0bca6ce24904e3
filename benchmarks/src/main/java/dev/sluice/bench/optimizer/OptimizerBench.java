package dev.sluice.bench.optimizer;

import dev.sluice.bench.Bench;
import dev.sluice.bench.Report;
import dev.sluice.bench.cache.Data;
import java.util.List;
import java.util.Optional;

/**
 * The optimiser beside doing nothing and beside plain BM25. Needs the labelled data.
 * {@code -Dsluice.bench.optimizer.parts=rules,demo} measures some parts only.
 */
public final class OptimizerBench implements Bench.Scenario {

    private static final String PARTS = System.getProperty("sluice.bench.optimizer.parts", "");

    private interface Part {
        void add(Data data) throws Exception;
    }

    @Override
    public void run(Report report) throws Exception {
        Optional<Data> found = Data.find();
        if (found.isEmpty()) {
            System.out.println(
                    "No labelled data: name its folder by -Dsluice.bench.data. There is nothing to measure.");
            return;
        }
        part("rules", found.get(), data -> RuleRows.add(report, data));
        part("speed", found.get(), data -> SpeedRows.add(report));
        part("extraction", found.get(), data -> ExtractRows.add(report, data));
        part("routing", found.get(), data -> RouteRows.add(report, data));
        part("demo", found.get(), data -> DemoRows.add(report, data));
    }

    /** A part that fails costs its own rows only. */
    private static void part(String name, Data data, Part part) throws InterruptedException {
        if (!PARTS.isEmpty() && !List.of(PARTS.split(",")).contains(name)) {
            return;
        }
        System.out.println("Measuring " + name);
        try {
            part.add(data);
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception e) {
            System.out.println("Its rows are left out, since it failed: " + e);
        }
    }
}
