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
        List<Finding> findings = findings(goal, measured, inference);
        List<Finding> watched = new ArrayList<>();
        guardrails.forEach(rail -> watched.addAll(findings(rail.metric(), rail.measured(), WATCHING)));
        return new Outcome(split, findings, List.copyOf(watched), verdict(units, split, goal, findings, guardrails));
    }

    private List<Finding> findings(Metric metric, Measured measured, Inference by) {
        List<Estimate> estimates = measured.estimates();
        List<Effect> effects = estimates.stream()
                .skip(1)
                .map(estimate -> Effect.between(estimates.getFirst(), estimate))
                .toList();
        List<Interval> intervals = effects.stream()
                .map(effect -> by.judge(effect, alpha / effects.size()))
                .toList();
        List<Double> ps = Holm.adjust(intervals.stream().map(Interval::p).toList());
        List<Finding> findings = new ArrayList<>();
        for (int i = 0; i < effects.size(); i++) {
            findings.add(new Finding(
                    variants.get(i + 1).name(), metric.name(), effects.get(i), intervals.get(i), ps.get(i)));
        }
        return List.copyOf(findings);
    }

    private Verdict verdict(
            List<Long> units, double split, Metric goal, List<Finding> findings, List<Guardrail> guardrails) {
        if (split < SampleRatio.BLOCKS_BELOW) {
            return new Verdict.SplitIsOff(split);
        }
        for (Guardrail rail : guardrails) {
            for (Finding finding : findings(rail.metric(), rail.measured(), WATCHING)) {
                if (harms(rail, finding)) {
                    return new Verdict.Harm(finding, rail.tolerated());
                }
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

    /** Whether even the mildest difference that fits is worse than what is tolerated. */
    private static boolean harms(Guardrail rail, Finding finding) {
        double mildest = rail.metric().better() == Metric.Better.HIGHER
                ? -finding.interval().high()
                : finding.interval().low();
        return mildest > rail.tolerated() * Math.abs(finding.effect().control());
    }
}
