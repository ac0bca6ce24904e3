package dev.sluice.bench.analytics;

import dev.sluice.analytics.report.QuestionRows;
import dev.sluice.bench.Bench;
import dev.sluice.bench.Report;
import java.util.List;

/**
 * Analytics. Each group of figures is a class with an {@code add(Report)}.
 * {@code -Dsluice.bench.analytics.parts=writer,ingest,kills,questions} measures some of them only.
 */
public final class AnalyticsBench implements Bench.Scenario {

    private static final String PARTS = System.getProperty("sluice.bench.analytics.parts", "");

    private interface Part {
        void add() throws Exception;
    }

    @Override
    public void run(Report report) throws Exception {
        part("writer", () -> WriterRows.add(report));
        part("ingest", () -> IngestRows.add(report));
        part("kills", () -> KillRows.add(report));
        part("questions", () -> QuestionRows.add(report));
    }

    private static void part(String name, Part part) throws Exception {
        if (PARTS.isEmpty() || List.of(PARTS.split(",")).contains(name)) {
            System.out.println("Measuring " + name);
            part.add();
        }
    }
}
