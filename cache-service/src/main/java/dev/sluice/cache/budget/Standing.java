package dev.sluice.cache.budget;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;

/**
 * What is known of a route: sums, so that what several replicas saw adds up. All but {@code shift} are counts.
 *
 * @param shift how much surer than calibrated the cache must be, in units of log odds; negative means less sure
 * @param requests look-ups of late; halved from time to time, so that the past fades
 * @param same those of them that were answered to the same words, or to words proven to ask the same
 * @param hits those of them that were answered in other words
 * @param audits hits of late that were compared with the model's own answer and found same or different
 * @param wrong those of them that were different
 * @param ever audits since the beginning
 * @param everWrong those of them that were different
 * @param unsure audits since the beginning that came to no result
 */
public record Standing(
        double shift,
        double requests,
        double same,
        double hits,
        double audits,
        double wrong,
        double ever,
        double everWrong,
        double unsure) {

    static final String REQUESTS = "requests ";
    private static final String SHIFT = "shift ";
    private static final String SAME = "same ";
    private static final String HITS = "hits ";
    private static final String AUDITS = "audits ";
    private static final String WRONG = "wrong ";
    private static final String EVER = "ever ";
    private static final String EVER_WRONG = "everWrong ";
    private static final String UNSURE = "unsure ";

    /** Nothing is known. */
    public static final Standing NONE = new Standing(0, 0, 0, 0, 0, 0, 0, 0, 0);

    /** Both together. */
    public Standing plus(Standing more) {
        return new Standing(
                shift + more.shift,
                requests + more.requests,
                same + more.same,
                hits + more.hits,
                audits + more.audits,
                wrong + more.wrong,
                ever + more.ever,
                everWrong + more.everWrong,
                unsure + more.unsure);
    }

    /** As numbers by name, those that are not 0. */
    Map<String, Double> numbers(String route) {
        Map<String, Double> named = new HashMap<>();
        put(named, SHIFT + route, shift);
        put(named, REQUESTS + route, requests);
        put(named, SAME + route, same);
        put(named, HITS + route, hits);
        put(named, AUDITS + route, audits);
        put(named, WRONG + route, wrong);
        put(named, EVER + route, ever);
        put(named, EVER_WRONG + route, everWrong);
        put(named, UNSURE + route, unsure);
        return named;
    }

    private static void put(Map<String, Double> numbers, String name, double number) {
        if (number != 0) {
            numbers.put(name, number);
        }
    }

    /** The reverse of {@link #numbers}. */
    static Standing of(Function<String, Double> numbers, String route) {
        return new Standing(
                numbers.apply(SHIFT + route),
                numbers.apply(REQUESTS + route),
                numbers.apply(SAME + route),
                numbers.apply(HITS + route),
                numbers.apply(AUDITS + route),
                numbers.apply(WRONG + route),
                numbers.apply(EVER + route),
                numbers.apply(EVER_WRONG + route),
                numbers.apply(UNSURE + route));
    }
}
