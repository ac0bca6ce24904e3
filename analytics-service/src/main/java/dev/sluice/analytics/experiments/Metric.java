package dev.sluice.analytics.experiments;

/**
 * What an experiment is judged by.
 *
 * @param name such as {@code cost_per_request}
 * @param kind how it is made of its units
 * @param better which way is good
 */
public record Metric(String name, Kind kind, Better better) {

    /** How a metric is made of its units. */
    public sealed interface Kind {

        /** The mean over units, with what they did before the experiment taken out where that is known. */
        record Mean() implements Kind {}

        /** A sum over another sum. */
        record Ratio() implements Kind {}

        /**
         * A quantile over units.
         *
         * @param p between 0 and 1
         */
        record Quantile(double p) implements Kind {}
    }

    /** Which way is good. */
    public enum Better {
        /** Cost, latency, errors. */
        LOWER,
        /** Feedback, answers kept. */
        HIGHER;

        /** The difference seen from the good side: above 0 is better. */
        double good(double difference) {
            return this == HIGHER ? difference : -difference;
        }
    }
}
