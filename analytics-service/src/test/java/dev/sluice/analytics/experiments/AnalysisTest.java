package dev.sluice.analytics.experiments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.analytics.experiments.Analysis.Guardrail;
import dev.sluice.analytics.experiments.Analysis.Outcome;
import dev.sluice.analytics.experiments.Analysis.Variant;
import dev.sluice.analytics.experiments.Inference.AlwaysValid;
import dev.sluice.analytics.experiments.Inference.FixedHorizon;
import dev.sluice.analytics.experiments.Measured.Means;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class AnalysisTest {

    private static final Metric COST = new Metric("cost", new Metric.Kind.Mean(), Metric.Better.LOWER);
    private static final Metric ERRORS = new Metric("errors", new Metric.Kind.Mean(), Metric.Better.LOWER);
    private static final Metric LIKED = new Metric("liked", new Metric.Kind.Mean(), Metric.Better.HIGHER);
    private static final List<Variant> TWO = List.of(new Variant("control", 50), new Variant("cheap", 50));
    private static final Analysis ANY_TIME = new Analysis(TWO, new AlwaysValid(5_000), 0.05, OptionalLong.empty());

    private static Means means(double control, double variant, double variance, long units) {
        return new Means(List.of(Moments.of(units, control, variance), Moments.of(units, variant, variance)));
    }

    private static Outcome judged(Metric goal, Means measured, Guardrail... rails) {
        long units = measured.variants().getFirst().units();
        return ANY_TIME.of(List.of(units, units), goal, measured, List.of(rails));
    }

    @Test
    void what_costs_less_is_better_and_what_is_liked_less_is_worse() {
        assertThat(judged(COST, means(10, 9, 4, 5_000)).verdict())
                .isInstanceOf(Verdict.Better.class)
                .extracting(Verdict::words)
                .asString()
                .startsWith("cheap is better than the control: cost differs by -10.0 %");
        assertThat(judged(LIKED, means(10, 9, 4, 5_000)).verdict()).isInstanceOf(Verdict.Worse.class);
        assertThat(judged(LIKED, means(10, 10.01, 4, 5_000)).verdict())
                .isInstanceOf(Verdict.Open.class)
                .extracting(Verdict::words)
                .asString()
                .contains("includes none at all");
    }

    @Test
    void a_split_that_is_off_blocks_even_the_clearest_difference() {
        Outcome outcome = ANY_TIME.of(List.of(5_300L, 4_700L), COST, means(10, 1, 4, 5_000), List.of());

        assertThat(outcome.splitP()).isLessThan(SampleRatio.BLOCKS_BELOW);
        assertThat(outcome.verdict()).isInstanceOf(Verdict.SplitIsOff.class);
    }

    @Test
    void harm_comes_before_gain_but_only_beyond_what_is_tolerated() {
        Means cheaper = means(10, 5, 4, 5_000);
        Means worse = means(0.02, 0.05, 0.03, 5_000);

        assertThat(judged(COST, cheaper, new Guardrail(ERRORS, 0.1, worse)).verdict())
                .isInstanceOf(Verdict.Harm.class)
                .extracting(Verdict::words)
                .asString()
                .startsWith("Switch off cheap: errors is worse by +150.0 %");
        assertThat(judged(COST, cheaper, new Guardrail(ERRORS, 2, worse)).verdict())
                .isInstanceOf(Verdict.Better.class);
        assertThat(judged(COST, cheaper, new Guardrail(LIKED, 0.1, worse)).verdict())
                .isInstanceOf(Verdict.Better.class);
    }

    @Test
    void a_plan_of_one_look_waits_for_its_last_unit() {
        var planned = new Analysis(TWO, new FixedHorizon(), 0.05, OptionalLong.of(10_000));

        assertThat(planned.of(List.of(5_000L, 4_999L), COST, means(10, 9, 4, 4_999), List.of())
                        .verdict())
                .isEqualTo(new Verdict.TooEarly(9_999, 10_000));
        assertThat(planned.of(List.of(5_000L, 5_000L), COST, means(10, 9, 4, 5_000), List.of())
                        .verdict())
                .isInstanceOf(Verdict.Better.class);
    }

    @Test
    void of_three_variants_the_best_is_named_and_each_pays_for_the_others() {
        var three = List.of(new Variant("control", 1), new Variant("a", 1), new Variant("b", 1));
        var analysis = new Analysis(three, new FixedHorizon(), 0.05, OptionalLong.empty());
        var measured =
                new Means(List.of(Moments.of(1_000, 10, 4), Moments.of(1_000, 9.81, 4), Moments.of(1_000, 9.5, 4)));

        Outcome outcome = analysis.of(List.of(1_000L, 1_000L, 1_000L), COST, measured, List.of());

        assertThat(outcome.verdict())
                .isInstanceOfSatisfying(
                        Verdict.Better.class,
                        better -> assertThat(better.finding().variant()).isEqualTo("b"));
        // Alone "a" has p = 0.034; beside "b" it is the second, so its own is what counts.
        assertThat(outcome.goal().getFirst().p()).isBetween(0.03, 0.04);
    }

    @Test
    void numbers_that_do_not_agree_are_refused() {
        assertThatThrownBy(() -> ANY_TIME.of(List.of(1L), COST, means(1, 1, 1, 10), List.of()))
                .hasMessageContaining("2 variants");
    }
}
