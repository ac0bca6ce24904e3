package dev.sluice.analytics.experiments;

import org.apache.commons.statistics.distribution.NormalDistribution;

/** How a difference is judged: at one time that was fixed before, or as often as somebody looks. */
public sealed interface Inference {

    /** The interval of an effect at a confidence of 1 - alpha. */
    Interval judge(Effect effect, double alpha);

    /** Valid at one look, planned before ({@link Power}): the normal test of two samples. */
    record FixedHorizon() implements Inference {

        @Override
        public Interval judge(Effect effect, double alpha) {
            double half = Normal.quantile(1 - alpha / 2) * Math.sqrt(effect.variance());
            return Interval.around(effect.difference(), half, Normal.twoSided(effect.z()));
        }
    }

    /**
     * Valid at all looks together: the asymptotic confidence sequence of Waudby-Smith, Arbour, Sinha, Kennedy and Ramdas
     * (2021, theorem 2.2), called GAVI elsewhere. Wider than a fixed horizon's, and tightest at about {@code tuning} units.
     *
     * @param tuning units, both variants together, at which a look is expected to decide
     */
    record AlwaysValid(long tuning) implements Inference {

        /** What others use where nobody has said how many units are expected. */
        public static final long USUAL_TUNING = 5_000;

        public AlwaysValid {
            if (tuning < 1) {
                throw new IllegalArgumentException("tuning counts units, so it is at least 1, not " + tuning);
            }
        }

        @Override
        public Interval judge(Effect effect, double alpha) {
            double n = effect.units();
            double log = -2 * Math.log(alpha);
            double rho2 = (log + Math.log(log + 1)) / tuning;
            double grown = n * rho2 + 1;
            // Of the mean over n units, so that the sequence's variance is that of one unit.
            double unit = n * effect.variance();
            double half = Math.sqrt(unit * 2 * grown / (n * n * rho2) * Math.log(Math.sqrt(grown) / alpha));
            // Where nothing varies a difference is certain: the exponent is infinite.
            double exponent = effect.difference() * effect.difference() * n * n * rho2 / (2 * unit * grown);
            double p = effect.difference() == 0 ? 1 : Math.min(1, Math.sqrt(grown) * Math.exp(-exponent));
            return Interval.around(effect.difference(), half, p);
        }
    }

    /** The standard normal distribution. */
    final class Normal {

        private static final NormalDistribution STANDARD = NormalDistribution.of(0, 1);

        private Normal() {}

        static double quantile(double p) {
            return STANDARD.inverseCumulativeProbability(p);
        }

        static double twoSided(double z) {
            return 2 * STANDARD.survivalProbability(Math.abs(z));
        }

        static double above(double z) {
            return STANDARD.survivalProbability(z);
        }
    }
}
