package dev.sluice.bench.analytics;

import dev.sluice.analytics.experiments.Effect;
import dev.sluice.analytics.experiments.Inference;
import dev.sluice.analytics.experiments.Moments;
import dev.sluice.bench.Report;
import java.util.SplittableRandom;

/**
 * Two variants that do not differ, looked at every day for four weeks, 2,000 times over: how often a difference is found
 * that is not there. Beside it the same looks with a test that is made for one look. Values are skewed, as costs are.
 */
final class StatisticsRows {

    private static final int RUNS = 2_000;
    private static final int DAYS = 28;
    private static final int UNITS_A_DAY = 100;
    private static final double ALPHA = 0.05;

    private StatisticsRows() {}

    static void add(Report report) {
        double always = falsePercent(new Inference.AlwaysValid(Inference.AlwaysValid.USUAL_TUNING));
        double fixed = falsePercent(new Inference.FixedHorizon());
        report.add("aa_false_positive_pct", "pct", always, fixed, 5.0);
    }

    private static double falsePercent(Inference inference) {
        int found = 0;
        for (int run = 0; run < RUNS; run++) {
            found += findsSomething(inference, new SplittableRandom(run)) ? 1 : 0;
        }
        return 100.0 * found / RUNS;
    }

    private static boolean findsSomething(Inference inference, SplittableRandom random) {
        var control = new Running();
        var variant = new Running();
        for (int day = 0; day < DAYS; day++) {
            for (int i = 0; i < UNITS_A_DAY; i++) {
                control.add(random.nextExponential());
                variant.add(random.nextExponential());
            }
            Effect effect =
                    Effect.between(control.moments().mean(), variant.moments().mean());
            if (inference.judge(effect, ALPHA).excludesZero()) {
                return true;
            }
        }
        return false;
    }

    /** Mean and variance of what has come so far (Welford, 1962). */
    private static final class Running {
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
}
