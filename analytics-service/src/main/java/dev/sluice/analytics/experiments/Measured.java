package dev.sluice.analytics.experiments;

import java.util.List;

/** What was measured of a metric in all variants, the control first. */
public sealed interface Measured {

    /** The estimates, in the order of the variants. */
    List<Estimate> estimates();

    /** Means; where companions are known from before the experiment they are taken out (CUPED). */
    record Means(List<Moments> variants) implements Measured {

        @Override
        public List<Estimate> estimates() {
            double theta = Moments.theta(variants);
            double centre = Moments.centre(variants);
            return variants.stream().map(one -> one.adjusted(theta, centre)).toList();
        }
    }

    /** Ratios: the companion is the denominator. */
    record Ratios(List<Moments> variants) implements Measured {

        @Override
        public List<Estimate> estimates() {
            return variants.stream().map(Moments::ratio).toList();
        }
    }

    /** Quantiles, made already. */
    record Estimated(List<Estimate> estimates) implements Measured {}
}
