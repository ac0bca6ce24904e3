package dev.sluice.cache.score;

import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * What a score is worth. Measured when the model was trained, on questions the trees had not seen: the probability that
 * a score stands for, and for an allowed share of wrong answers the probability to ask for. That cut is the lowest one
 * at which an upper confidence bound (Clopper and Pearson, 1934) of the wrong answers per request stays within the
 * share, as in risk-controlling prediction sets (Bates et al., 2021; Angelopoulos et al., 2022). It holds for traffic
 * like that it was measured on; other traffic is the business of audits.
 *
 * <p>Measured on two streams: one of questions that do not come again, so that each has to be judged, and one of which
 * about half is asked in the same words and no risk. Traffic between them gets a cut between theirs.
 */
public final class Calibration {

    /** The smallest share of wrong answers that can be asked for; below it nothing is shared. */
    public static final double LEAST_ERROR = 0.001;

    private final NavigableMap<Double, Double> probabilities;
    private final NavigableMap<Double, Double> cuts;
    private final NavigableMap<Double, Double> repeatedCuts;
    private final double repeatedJudged;

    /**
     * With the points between which it is read.
     *
     * @param probabilities by score
     * @param cuts by allowed error, where everything has to be judged
     * @param repeatedCuts the same where much comes again in the same words
     * @param repeatedJudged the part, 0 to 1, that had to be judged there; 1 means that nobody measured it
     */
    Calibration(
            NavigableMap<Double, Double> probabilities,
            NavigableMap<Double, Double> cuts,
            NavigableMap<Double, Double> repeatedCuts,
            double repeatedJudged) {
        this.probabilities = new TreeMap<>(probabilities);
        this.cuts = new TreeMap<>(cuts);
        this.repeatedCuts = new TreeMap<>(repeatedCuts);
        this.repeatedJudged = repeatedJudged;
    }

    /** The probability that a sum of trees stands for; rises with it, between 0 and 1. */
    public double probability(double sum) {
        return between(probabilities, sum);
    }

    /**
     * The least probability to serve at, so that at most {@code maxError} of all requests are answered wrongly.
     *
     * @param maxError wrong answers per request, 0 to 1
     * @return a probability; above 1, which none reaches, when the share is below {@link #LEAST_ERROR}
     */
    public double cut(double maxError) {
        return maxError < LEAST_ERROR ? 2 : between(cuts, maxError);
    }

    /**
     * The same where only a part of the requests has to be judged, since the others are answered to the same words.
     *
     * @param maxError wrong answers per request, those to the same words included, 0 to 1
     * @param judged the part of requests that has to be judged, 0 to 1
     */
    public double cut(double maxError, double judged) {
        double strict = cut(maxError);
        if (strict > 1 || repeatedJudged >= 1) {
            return strict;
        }
        double share = Math.clamp((1 - judged) / (1 - repeatedJudged), 0, 1);
        return strict - share * Math.max(0, strict - between(repeatedCuts, maxError));
    }

    private static double between(NavigableMap<Double, Double> points, double at) {
        var below = points.floorEntry(at);
        var above = points.ceilingEntry(at);
        if (below == null || above == null) {
            return (below == null ? points.firstEntry() : points.lastEntry()).getValue();
        }
        double width = above.getKey() - below.getKey();
        double share = width == 0 ? 0 : (at - below.getKey()) / width;
        return below.getValue() + share * (above.getValue() - below.getValue());
    }
}
