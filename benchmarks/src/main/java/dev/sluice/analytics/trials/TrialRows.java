package dev.sluice.analytics.trials;

import dev.sluice.analytics.report.Filled;
import dev.sluice.analytics.store.DuckStore;
import dev.sluice.bench.Quick;
import dev.sluice.bench.Report;
import dev.sluice.contracts.experiments.Experiment;
import dev.sluice.contracts.experiments.Experiment.Guardrail;
import dev.sluice.contracts.experiments.Experiment.Method;
import dev.sluice.contracts.experiments.Experiment.State;
import dev.sluice.contracts.experiments.Experiment.Unit;
import dev.sluice.contracts.experiments.Experiment.Variant;
import java.util.List;

/** What it takes to judge an experiment of two weeks, and to look at its guardrails, over {@link Filled}. */
public final class TrialRows {

    private TrialRows() {}

    /** Adds the rows. */
    public static void add(Report report, DuckStore store, Filled filled) {
        report.add("experiment_ms", "ms", p95(store, filled, "cost_per_call"), null, 3_000.0);
        report.add("experiment_quantile_ms", "ms", p95(store, filled, "duration_p95_ms"), null, 3_000.0);
    }

    private static double p95(DuckStore store, Filled filled, String metric) {
        Experiment experiment = experiment(filled, metric);
        return Quick.p95Millis(() -> store.ask(snapshot ->
                Laboratory.result(experiment, new Figures(snapshot, experiment, filled.to()), filled.to())));
    }

    private static Experiment experiment(Filled filled, String metric) {
        return new Experiment(
                Filled.TENANT,
                Filled.EXPERIMENT,
                null,
                null,
                Unit.CONVERSATION,
                1,
                List.of(
                        new Variant("control", 50, null, null, null, null),
                        new Variant("mini", 50, "gpt-4o-mini", null, null, null)),
                metric,
                List.of(new Guardrail("error_rate", 0.2), new Guardrail("duration_ms", 0.1)),
                new Method(Method.Kind.ALWAYS_VALID, 5_000, 0.05),
                State.RUNNING,
                filled.began(),
                filled.began(),
                null,
                List.of(),
                null);
    }
}
