package dev.sluice.cache.score;

import java.util.List;

/**
 * A candidate with its probability.
 *
 * @param candidate its place among the candidates that were given
 * @param probability that it shares the answer, 0 to 1
 * @param reasons what spoke for and against it
 */
public record Scored(int candidate, double probability, Reasons reasons) {

    /**
     * One reason.
     *
     * @param feature what was looked at
     * @param value what was seen
     * @param contribution what it added to the log-odds: above zero speaks for sharing
     */
    public record Reason(Feature feature, double value, double contribution) {}

    /** Explains on demand, since hardly anybody asks. */
    @FunctionalInterface
    public interface Reasons {

        /** The strongest first; those that added nothing are left out. */
        List<Reason> list();
    }
}
