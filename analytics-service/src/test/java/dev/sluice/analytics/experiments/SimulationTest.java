package dev.sluice.analytics.experiments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.sluice.analytics.experiments.Inference.AlwaysValid;
import dev.sluice.analytics.experiments.Inference.FixedHorizon;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** The statistics are judged by what they promise, over thousands of invented experiments with a fixed seed. */
class SimulationTest {

    private static final int RUNS = 2_000;
    private static final double ALPHA = 0.05;

    /** Two variants that grow day by day; values are skewed, as costs are. */
    private static final class Trial {
        private final RandomGenerator random;
        private final double lift;
        private final Sum control = new Sum();
        private final Sum variant = new Sum();

        Trial(RandomGenerator random, double lift) {
            this.random = random;
            this.lift = lift;
        }

        void day(int each) {
            for (int i = 0; i < each; i++) {
                control.add(random.nextExponential());
                variant.add(random.nextExponential() + lift);
            }
        }

        Effect effect() {
            return Effect.between(control.moments().mean(), variant.moments().mean());
        }
    }

    private static final class Sum {
        private long n;
        private double mean;
        private double squares;

        void add(double value) {
            n++;
            double before = value - mean;
            mean += before / n;
            squares += before * (value - mean);
        }

        Moments moments() {
            return Moments.of(n, mean, squares / (n - 1));
        }
    }

    private static double share(Inference inference, double lift, int days, int each, boolean peeking) {
        int found = 0;
        for (int run = 0; run < RUNS; run++) {
            var trial = new Trial(new SplittableRandom(run), lift);
            boolean seen = false;
            for (int day = 0; day < days; day++) {
                trial.day(each);
                boolean looks = peeking || day == days - 1;
                seen |= looks && inference.judge(trial.effect(), ALPHA).excludesZero();
            }
            found += seen ? 1 : 0;
        }
        return 100.0 * found / RUNS;
    }

    @Test
    void looking_every_day_finds_nothing_where_nothing_is() {
        double always = share(new AlwaysValid(AlwaysValid.USUAL_TUNING), 0, 28, 100, true);
        double fixed = share(new FixedHorizon(), 0, 28, 100, true);

        assertThat(always).as("false findings in percent, always valid").isLessThanOrEqualTo(5);
        assertThat(fixed).as("the same looks with a test for one look").isGreaterThan(15);
    }

    @Test
    void one_look_at_the_planned_time_is_wrong_as_often_as_it_says() {
        assertThat(share(new FixedHorizon(), 0, 1, 1_000, false)).isCloseTo(5, within(1.5));
    }

    @Test
    void the_planned_number_of_units_shows_the_planned_difference() {
        var power = new Power(1, 0.5, ALPHA);
        double lift = 0.15;
        long units = power.units(lift, 0.8);

        double found = share(new FixedHorizon(), lift, 1, Math.toIntExact(units / 2), false);

        assertThat(found).isCloseTo(80, within(3.0));
        assertThat(power.of(units, lift)).isCloseTo(0.8, within(0.005));
    }

    @Test
    void a_difference_is_found_by_looking_every_day_too() {
        assertThat(share(new AlwaysValid(AlwaysValid.USUAL_TUNING), 0.2, 28, 100, true))
                .isGreaterThan(90);
    }

    @Test
    void a_ratios_interval_holds_the_truth_as_often_as_it_says() {
        int held = 0;
        for (int run = 0; run < RUNS; run++) {
            Moments control = ratioUnits(new SplittableRandom(run), 400);
            Moments variant = ratioUnits(new SplittableRandom(run + 1_000_000L), 400);
            Effect effect = Effect.between(control.ratio(), variant.ratio());
            held += new FixedHorizon().judge(effect, ALPHA).excludesZero() ? 0 : 1;
        }
        assertThat(100.0 * held / RUNS).isCloseTo(95, within(1.5));
    }

    /** Users with a few requests each, whose costs hang together within a user. */
    private static Moments ratioUnits(RandomGenerator random, int users) {
        double[] costs = new double[users];
        double[] requests = new double[users];
        for (int i = 0; i < users; i++) {
            requests[i] = 1 + random.nextInt(20);
            costs[i] = requests[i] * (1 + random.nextExponential());
        }
        return moments(costs, requests);
    }

    private static Moments moments(double[] y, double[] x) {
        int n = y.length;
        double meanY = 0;
        double meanX = 0;
        for (int i = 0; i < n; i++) {
            meanY += y[i] / n;
            meanX += x[i] / n;
        }
        double yy = 0;
        double xx = 0;
        double xy = 0;
        for (int i = 0; i < n; i++) {
            yy += (y[i] - meanY) * (y[i] - meanY);
            xx += (x[i] - meanX) * (x[i] - meanX);
            xy += (x[i] - meanX) * (y[i] - meanY);
        }
        return new Moments(n, meanY, yy / (n - 1), meanX, xx / (n - 1), xy / (n - 1));
    }

    @Test
    void what_was_known_before_makes_the_interval_narrower_and_not_wrong() {
        int held = 0;
        double narrower = 0;
        for (int run = 0; run < RUNS; run++) {
            List<Moments> both = List.of(
                    knownBefore(new SplittableRandom(run), 300),
                    knownBefore(new SplittableRandom(run + 1_000_000L), 300));
            double theta = Moments.theta(both);
            double centre = Moments.centre(both);
            Effect plain = Effect.between(both.get(0).mean(), both.get(1).mean());
            Effect adjusted = Effect.between(
                    both.get(0).adjusted(theta, centre), both.get(1).adjusted(theta, centre));
            held += new FixedHorizon().judge(adjusted, ALPHA).excludesZero() ? 0 : 1;
            narrower += adjusted.variance() / plain.variance() / RUNS;
        }
        assertThat(100.0 * held / RUNS).isCloseTo(95, within(1.5));
        // The correlation is 0.8, so 1 - 0.64 of the variance is left.
        assertThat(narrower).isCloseTo(0.36, within(0.03));
    }

    private static Moments knownBefore(RandomGenerator random, int units) {
        double[] before = new double[units];
        double[] after = new double[units];
        for (int i = 0; i < units; i++) {
            before[i] = random.nextGaussian();
            after[i] = 0.8 * before[i] + 0.6 * random.nextGaussian();
        }
        return moments(after, before);
    }

    @Test
    void a_quantiles_interval_holds_the_truth_as_often_as_it_says() {
        int held = 0;
        for (int run = 0; run < RUNS; run++) {
            Estimate control = Quantiles.of(exponentials(new SplittableRandom(run), 1_000), 0.9);
            Estimate variant = Quantiles.of(exponentials(new SplittableRandom(run + 1_000_000L), 1_000), 0.9);
            held += new FixedHorizon()
                            .judge(Effect.between(control, variant), ALPHA)
                            .excludesZero()
                    ? 0
                    : 1;
        }
        assertThat(100.0 * held / RUNS).isCloseTo(95, within(2.0));
    }

    private static double[] exponentials(RandomGenerator random, int count) {
        double[] values = new double[count];
        for (int i = 0; i < count; i++) {
            values[i] = random.nextExponential();
        }
        return values;
    }

    @Test
    void a_split_of_half_a_percent_off_is_seen_and_an_even_one_is_not() {
        int seen = 0;
        int alarms = 0;
        int runs = 400;
        for (int run = 0; run < runs; run++) {
            var random = new SplittableRandom(run);
            seen += isOff(drawn(random, 200_000, 0.505)) ? 1 : 0;
            alarms += isOff(drawn(random, 200_000, 0.5)) ? 1 : 0;
        }
        // 4.47 standard errors off, against a bound at 3.29.
        assertThat(100.0 * seen / runs).as("seen, in percent").isGreaterThan(80);
        assertThat(alarms).as("false alarms, of which 0.4 are expected").isLessThanOrEqualTo(3);
    }

    private static List<Long> drawn(RandomGenerator random, int units, double share) {
        long first = 0;
        for (int unit = 0; unit < units; unit++) {
            first += random.nextDouble() < share ? 1 : 0;
        }
        return List.of(first, units - first);
    }

    private static boolean isOff(List<Long> units) {
        return SampleRatio.p(units, List.of(50, 50)) < SampleRatio.BLOCKS_BELOW;
    }

    /** Two guardrails of which nothing is tolerated, looked at from the thirtieth unit on and then every ten units. */
    @Test
    void guardrails_that_are_looked_at_all_the_time_roll_back_nothing_that_is_harmless() {
        var variants = List.of(new Analysis.Variant("control", 1), new Analysis.Variant("same", 1));
        var analysis = new Analysis(variants, new AlwaysValid(500), ALPHA, OptionalLong.empty());
        var errors = new Metric("error_rate", new Metric.Kind.Ratio(), Metric.Better.LOWER);
        var cost = new Metric("cost", new Metric.Kind.Mean(), Metric.Better.LOWER);
        int rolledBack = 0;
        for (int run = 0; run < RUNS; run++) {
            var random = new SplittableRandom(run);
            Sum[] failed = {new Sum(), new Sum()};
            Sum[] spent = {new Sum(), new Sum()};
            boolean harm = false;
            for (int unit = 1; unit <= 1_000 && !harm; unit++) {
                for (int variant = 0; variant < 2; variant++) {
                    failed[variant].add(random.nextInt(20) == 0 ? 1 : 0);
                    spent[variant].add(random.nextExponential());
                }
                if (unit >= 30 && unit % 10 == 0) {
                    var rails = List.of(
                            new Analysis.Guardrail(errors, 0, means(failed)),
                            new Analysis.Guardrail(cost, 0, means(spent)));
                    List<Long> units = List.of((long) unit, (long) unit);
                    harm = analysis.of(units, cost, means(spent), rails).verdict() instanceof Verdict.Harm;
                }
            }
            rolledBack += harm ? 1 : 0;
        }
        assertThat(100.0 * rolledBack / RUNS).as("rolled back, in percent").isLessThanOrEqualTo(5);
    }

    private static Measured means(Sum... variants) {
        return new Measured.Means(Arrays.stream(variants).map(Sum::moments).toList());
    }
}
