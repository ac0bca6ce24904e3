package dev.sluice.bench.analytics;

import dev.sluice.analytics.report.Filled;
import dev.sluice.analytics.report.QuestionRows;
import dev.sluice.bench.Bench;
import dev.sluice.bench.Parts;
import dev.sluice.bench.Report;

/**
 * Analytics. Each group of figures is a class with an {@code add(Report)}.
 * {@code -Dsluice.bench.analytics.parts=statistics,page,writer,ingest,questions,view,kills} measures some of them only. The
 * file of events that questions and view ask is made once a day and kept in {@code target/bench}.
 */
public final class AnalyticsBench implements Bench.Scenario {

    @Override
    public void run(Report report) throws Exception {
        Parts parts = Parts.chosenBy("sluice.bench.analytics.parts");
        parts.measure("statistics", () -> StatisticsRows.add(report));
        parts.measure("page", () -> PageRows.add(report));
        parts.measure("writer", () -> WriterRows.add(report));
        parts.measure("ingest", () -> IngestRows.add(report));
        parts.measure("questions", () -> QuestionRows.add(report, Filled.today(report)));
        parts.measure("view", () -> ViewRows.add(report, Filled.today(report)));
        parts.measure("kills", () -> KillRows.add(report));
        parts.end();
    }
}
