package dev.sluice.analytics.trials;

import dev.sluice.analytics.experiments.Analysis;
import dev.sluice.analytics.experiments.Estimate;
import dev.sluice.analytics.experiments.Finding;
import dev.sluice.analytics.experiments.Inference;
import dev.sluice.analytics.experiments.Measured;
import dev.sluice.analytics.experiments.Metric.Kind;
import dev.sluice.analytics.experiments.Moments;
import dev.sluice.analytics.experiments.SampleRatio;
import dev.sluice.analytics.experiments.Verdict;
import dev.sluice.analytics.store.Row;
import dev.sluice.contracts.experiments.Experiment;
import dev.sluice.contracts.experiments.Experiment.Guardrail;
import dev.sluice.contracts.experiments.Experiment.Method;
import dev.sluice.contracts.experiments.Experiment.Variant;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Makes a result of an experiment's figures. */
final class Laboratory {

    /** Units that each variant must have before anything is said: the intervals are right for many units, not for few. */
    static final long FEWEST = 30;

    private final Experiment experiment;
    private final Figures figures;
    private final Instant to;

    private Laboratory(Experiment experiment, Figures figures, Instant to) {
        this.experiment = experiment;
        this.figures = figures;
        this.to = to;
    }

    /** What an experiment says that has begun. */
    static Result result(Experiment experiment, Figures figures, Instant to) {
        return new Laboratory(experiment, figures, to).result();
    }

    /** What one says that has not. */
    static Result draft(Experiment experiment) {
        return new Result(
                experiment,
                null,
                null,
                groups(experiment, Map.of()),
                0,
                new Result.Split(1, true),
                List.of(),
                new Result.Said(
                        "not_started",
                        null,
                        "Not started. POST /analytics/experiments/%s/start begins it.".formatted(experiment.name())));
    }

    /** A metric with what was measured of it. */
    private record Measurement(
            Measure measure,
            @Nullable Guardrail rail,
            @Nullable Measured measured) {}

    private Result result() {
        Map<String, Row> rows = figures.units();
        List<Result.Group> groups = groups(experiment, rows);
        List<Long> units = groups.stream().map(Result.Group::units).toList();
        double split = SampleRatio.p(
                units, experiment.variants().stream().map(Variant::weight).toList());
        Measure measure = Measure.of("metric", experiment.metric());
        var goal = new Measurement(measure, null, figures.measured(measure));
        List<Measurement> rails = experiment.guardrails().stream()
                .map(rail -> {
                    Measure watched = Measure.of("guardrails", rail.metric());
                    return new Measurement(watched, rail, figures.measured(watched));
                })
                .toList();
        Analysis.Outcome outcome = goal.measured() == null ? null : outcome(units, goal.measured(), measure, rails);
        List<Result.Measurement> metrics = new ArrayList<>();
        metrics.add(shown(goal, outcome == null ? List.of() : outcome.goal()));
        rails.forEach(rail -> metrics.add(shown(rail, outcome == null ? List.of() : outcome.guardrails())));
        return new Result(
                experiment,
                experiment.startedAt(),
                to,
                groups,
                rows.values().stream().mapToLong(row -> row.whole("crossed")).sum(),
                new Result.Split(split, split >= SampleRatio.BLOCKS_BELOW),
                metrics,
                said(verdict(units, split, outcome)));
    }

    private Analysis.Outcome outcome(List<Long> units, Measured measured, Measure goal, List<Measurement> rails) {
        Method method = experiment.method();
        boolean fixed = method.kind() == Method.Kind.FIXED_HORIZON;
        var analysis = new Analysis(
                experiment.variants().stream()
                        .map(variant -> new Analysis.Variant(variant.name(), variant.weight()))
                        .toList(),
                fixed ? new Inference.FixedHorizon() : new Inference.AlwaysValid(method.units()),
                method.alpha(),
                fixed ? OptionalLong.of(method.units()) : OptionalLong.empty());
        List<Analysis.Guardrail> watched = new ArrayList<>();
        for (Measurement rail : rails) {
            if (rail.measured() != null && rail.rail() != null) {
                watched.add(new Analysis.Guardrail(
                        rail.measure().metric(), rail.rail().tolerated(), rail.measured()));
            }
        }
        return analysis.of(units, goal.metric(), measured, watched);
    }

    private static Verdict verdict(List<Long> units, double split, Analysis.@Nullable Outcome outcome) {
        if (split < SampleRatio.BLOCKS_BELOW) {
            return new Verdict.SplitIsOff(split);
        }
        long least = units.stream().mapToLong(Long::longValue).min().orElse(0);
        return least < FEWEST || outcome == null ? new Verdict.TooFew(least, FEWEST) : outcome.verdict();
    }

    private static List<Result.Group> groups(Experiment experiment, Map<String, Row> rows) {
        long all = rows.values().stream().mapToLong(row -> row.whole("units")).sum();
        double weights =
                experiment.variants().stream().mapToLong(Variant::weight).sum();
        return experiment.variants().stream()
                .map(variant -> {
                    Row row = rows.get(variant.name());
                    long units = row == null ? 0 : row.whole("units");
                    return new Result.Group(
                            variant.name(),
                            units,
                            row == null ? 0 : row.whole("calls"),
                            all == 0 ? 0 : (double) units / all,
                            variant.weight() / weights);
                })
                .toList();
    }

    private Result.Measurement shown(Measurement one, List<Finding> findings) {
        Measure measure = one.measure();
        Measured measured = one.measured();
        List<Result.Value> values = new ArrayList<>();
        List<Estimate> estimates = measured == null ? List.of() : measured.estimates();
        for (int i = 0; i < estimates.size(); i++) {
            String variant = experiment.variants().get(i).name();
            Estimate estimate = estimates.get(i);
            values.add(new Result.Value(
                    variant,
                    estimate.units(),
                    estimate.value(),
                    estimate.error(),
                    findings.stream()
                            .filter(found -> found.variant().equals(variant)
                                    && found.metric().equals(measure.name()))
                            .findFirst()
                            .map(Laboratory::against)
                            .orElse(null)));
        }
        return new Result.Measurement(
                measure.name(),
                one.rail() == null ? "goal" : "guardrail",
                switch (measure.kind()) {
                    case Kind.Mean mean -> "mean";
                    case Kind.Ratio ratio -> "ratio";
                    case Kind.Quantile quantile -> "quantile";
                },
                measure.better().name().toLowerCase(Locale.ROOT),
                measure.unit(),
                one.rail() == null ? null : Double.valueOf(one.rail().tolerated()),
                varianceLeft(measured),
                values);
    }

    /** What is left of the variance of all variants together; null where nothing was known from before. */
    private static @Nullable Double varianceLeft(@Nullable Measured measured) {
        if (!(measured instanceof Measured.Means means) || Moments.theta(means.variants()) == 0) {
            return null;
        }
        double plain = means.variants().stream()
                .mapToDouble(one -> one.mean().variance())
                .sum();
        double adjusted =
                means.estimates().stream().mapToDouble(Estimate::variance).sum();
        return plain > 0 ? Double.valueOf(adjusted / plain) : null;
    }

    private static Result.Against against(Finding found) {
        double control = Math.abs(found.effect().control());
        boolean known = control > 0;
        return new Result.Against(
                found.effect().difference(),
                found.interval().low(),
                found.interval().high(),
                known ? Double.valueOf(found.effect().relative()) : null,
                known ? Double.valueOf(found.interval().low() / control) : null,
                known ? Double.valueOf(found.interval().high() / control) : null,
                found.p());
    }

    private static Result.Said said(Verdict verdict) {
        return switch (verdict) {
            case Verdict.SplitIsOff off -> new Result.Said("split_is_off", null, off.words());
            case Verdict.TooFew few -> new Result.Said("too_few", null, few.words());
            case Verdict.TooEarly early -> new Result.Said("too_early", null, early.words());
            case Verdict.Harm harm -> new Result.Said("harm", harm.guardrail().variant(), harm.words());
            case Verdict.Better better ->
                new Result.Said("better", better.finding().variant(), better.words());
            case Verdict.Worse worse -> new Result.Said("worse", worse.finding().variant(), worse.words());
            case Verdict.Open open -> new Result.Said("open", null, open.words());
        };
    }
}
