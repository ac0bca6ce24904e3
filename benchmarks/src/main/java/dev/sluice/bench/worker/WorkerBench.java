package dev.sluice.bench.worker;

import dev.sluice.bench.Bench;
import dev.sluice.bench.Parts;
import dev.sluice.bench.Report;
import dev.sluice.bench.cache.Data;
import dev.sluice.bench.worker.language.LanguageRows;
import dev.sluice.worker.knowledge.KnowledgeRows;
import java.util.Optional;

/**
 * The worker: how many tasks, how soon, how fair, and what a kill costs. Each group of figures is a class with an
 * {@code add(Report)}. {@code -Dsluice.bench.worker.parts=throughput,fairness} measures some of them only.
 */
public final class WorkerBench implements Bench.Scenario {

    @Override
    public void run(Report report) throws Exception {
        Parts parts = Parts.chosenBy("sluice.bench.worker.parts");
        parts.measure("throughput", () -> ThroughputRows.add(report));
        parts.measure("priority", () -> PriorityRows.add(report));
        parts.measure("fairness", () -> FairnessRows.add(report));
        parts.measure("orphans", () -> OrphanRows.add(report));
        parts.measure("rebuild", () -> RebuildRows.add(report));
        parts.measure("batch", () -> BatchRows.add(report));
        Optional<Data> data = Data.find();
        if (data.isEmpty()) {
            System.out.println("No labelled data: name its folder by -Dsluice.bench.data. Its rows are left out.");
            return;
        }
        parts.measure("language", () -> LanguageRows.add(report, data.get()));
        parts.measure("knowledge", () -> KnowledgeRows.add(report, data.get()));
        parts.end();
    }
}
