package dev.sluice.bench.worker;

import dev.sluice.bench.Bench;
import dev.sluice.bench.Report;
import dev.sluice.bench.cache.Data;
import dev.sluice.bench.worker.language.LanguageRows;
import dev.sluice.worker.knowledge.KnowledgeRows;
import java.util.List;
import java.util.Optional;

/**
 * The worker: how many tasks, how soon, how fair, and what a kill costs. Each group of figures is a class with an
 * {@code add(Report)}. {@code -Dsluice.bench.worker.parts=throughput,fairness} measures some of them only.
 */
public final class WorkerBench implements Bench.Scenario {

    private static final String PARTS = System.getProperty("sluice.bench.worker.parts", "");

    private interface Part {
        void add() throws Exception;
    }

    @Override
    public void run(Report report) throws Exception {
        part("throughput", () -> ThroughputRows.add(report));
        part("priority", () -> PriorityRows.add(report));
        part("fairness", () -> FairnessRows.add(report));
        part("orphans", () -> OrphanRows.add(report));
        part("rebuild", () -> RebuildRows.add(report));
        part("batch", () -> BatchRows.add(report));
        Optional<Data> data = Data.find();
        if (data.isEmpty()) {
            System.out.println("No labelled data: name its folder by -Dsluice.bench.data. Its rows are left out.");
            return;
        }
        part("language", () -> LanguageRows.add(report, data.get()));
        part("knowledge", () -> KnowledgeRows.add(report, data.get()));
    }

    /** A part that fails costs its own rows only. */
    private static void part(String name, Part part) throws InterruptedException {
        if (!PARTS.isEmpty() && !List.of(PARTS.split(",")).contains(name)) {
            return;
        }
        System.out.println("Measuring " + name);
        try {
            part.add();
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception e) {
            Throwable cause = e.getCause();
            System.out.println(
                    "Its rows are left out, since it failed: " + e + (cause == null ? "" : ", because of " + cause));
        }
    }
}
