package dev.sluice.analytics.experiments;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;

/**
 * Judges an experiment. In this order: a split that is off blocks everything; then harm, since it must not wait; then the
 * planned number of units, where a plan was made; then the goal, corrected for the number of variants (Holm).
 *
 * @param variants the control first
 * @param inference at one look or at any
 * @param alpha chance of finding what is not there
 * @param planned units of all variants together before the one look; empty when any look is valid
 */
public record Analysis(List<Variant> variants, Inference inference, double alpha, OptionalLong planned) {

    /**
     * One of the things compared.
     *
     * @param name its name
     * @param weight its share among the weights
     */
    public record Variant(String name, int weight) {}

    /**
     * A metric that a variant must not make worse.
     *
     * @param metric the metric
     * @param tolerated how much worse is tolerated, as a part of the control's value
     * @param measured what was measured
     */
    public record Guardrail(Metric metric, double tolerated, Measured measured) {}

    /**
     * What came of it.
     *
     * @param splitP how likely a split as uneven as this is by chance
     * @param goal what is known of each variant
     * @param guardrails the same of each guardrail
     * @param verdict what it says
     */
    public record Outcome(double splitP, List<Finding> goal, List<Finding> guardrails, Verdict verdict) {}

    /** Harm is watched all the time, whatever the goal's plan is. */
    private static final Inference WATCHING = new Inference.AlwaysValid(Inference.AlwaysValid.USUAL_TUNING);

    /**
     * Judges.
     *
     * @param units who was exposed to each variant, each counted once
     * @param goal the metric that decides
     * @param measured what was measured of it
     * @param guardrails what must not get worse
     * @throws IllegalArgumentException when the numbers of variants do not agree
     */
    public Outcome of(List<Long> units, Metric goal, Measured measured, List<Guardrail> guardrails) {
        if (units.size() != variants.size() || measured.estimates().size() != variants.size()) {
            throw new IllegalArgumentException("%d variants, but %d counts of units and %d measurements"
                    .formatted(
                            variants.size(), units.size(), measured.estimates().size()));
        }
        double split =
                SampleRatio.p(units, variants.stream().map(Variant::weight).toList());
        List<Finding> findings = findings(List.of(goal), List.of(measured), inference);
        List<Finding> watched = findings(
                guardrails.stream().map(Guardrail::metric).toList(),
                guardrails.stream().map(Guardrail::measured).toList(),
                WATCHING);
        return new Outcome(split, findings, watched, verdict(units, split, goal, findings, guardrails, watched));
    }

    /** All that is found of metrics that are looked at together: each interval's share of alpha is the same, p by Holm. */
    private List<Finding> findings(List<Metric> metrics, List<Measured> measured, Inference by) {
        List<Finding> findings = new ArrayList<>();
        int all = metrics.size() * (variants.size() - 1);
        for (int m = 0; m < metrics.size(); m++) {
            List<Estimate> estimates = measured.get(m).estimates();
            for (int i = 1; i < estimates.size(); i++) {
                Effect effect = Effect.between(estimates.getFirst(), estimates.get(i));
                Interval interval = by.judge(effect, alpha / all);
                findings.add(
                        new Finding(variants.get(i).name(), metrics.get(m).name(), effect, interval, interval.p()));
            }
        }
        List<Double> ps = Holm.adjust(findings.stream().map(Finding::p).toList());
        for (int i = 0; i < findings.size(); i++) {
            Finding one = findings.get(i);
            findings.set(i, new Finding(one.variant(), one.metric(), one.effect(), one.interval(), ps.get(i)));
        }
        return List.copyOf(findings);
    }

    private Verdict verdict(
            List<Long> units,
            double split,
            Metric goal,
            List<Finding> findings,
            List<Guardrail> guardrails,
            List<Finding> watched) {
        if (split < SampleRatio.BLOCKS_BELOW) {
            return new Verdict.SplitIsOff(split);
        }
        for (int i = 0; i < watched.size(); i++) {
            Guardrail rail = guardrails.get(i / (variants.size() - 1));
            int variant = 1 + i % (variants.size() - 1);
            if (harms(rail, variant, alpha / watched.size())) {
                return new Verdict.Harm(watched.get(i), rail.tolerated());
            }
        }
        long all = units.stream().mapToLong(count -> count).sum();
        if (planned.isPresent() && all < planned.getAsLong()) {
            return new Verdict.TooEarly(all, planned.getAsLong());
        }
        Comparator<Finding> byGood = Comparator.comparingDouble(
                finding -> goal.better().good(finding.effect().difference()));
        List<Finding> shown = findings.stream()
                .filter(finding -> finding.p() <= alpha)
                .sorted(byGood)
                .toList();
        if (!shown.isEmpty() && goal.better().good(shown.getLast().effect().difference()) > 0) {
            return new Verdict.Better(shown.getLast());
        }
        if (!shown.isEmpty()) {
            return new Verdict.Worse(shown.getFirst());
        }
        return new Verdict.Open(findings.stream()
                .max(Comparator.comparingDouble(finding ->
                        finding.interval().high() - finding.interval().low()))
                .orElseThrow());
    }

    /**
     * Whether even the mildest difference that fits is worse than what is tolerated. What is tolerated is a part of the
     * control's value, which is uncertain too: so the variant is held against a control that is worse by that part.
     */
    private static boolean harms(Guardrail rail, int variant, double alpha) {
        List<Estimate> estimates = rail.measured().estimates();
        Estimate control = estimates.getFirst();
        boolean higher = rail.metric().better() == Metric.Better.HIGHER;
        double factor = higher ? 1 - rail.tolerated() : 1 + rail.tolerated();
        Estimate bar = new Estimate(control.value() * factor, control.variance() * factor * factor, control.units());
        Interval beyond = WATCHING.judge(Effect.between(bar, estimates.get(variant)), alpha);
        return higher ? beyond.high() < 0 : beyond.low() > 0;
    }
}
