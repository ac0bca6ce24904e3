package dev.sluice.cache.budget;

import java.util.function.DoubleBinaryOperator;

/**
 * From what is known of a route to the least probability a hit needs, so that wrong hits are at most a stated part of
 * all requests. Pure.
 *
 * <p>The calibrated cut is the start. What is allowed is a part of all requests, and an answer to the same words is no risk:
 * where only a part of the look-ups has to be judged, those may take more of it, and the calibration is told how large that
 * part is. Each audited hit moves it in log odds: up by nearly a step when it was wrong, down
 * by a small part of one when it was right, so that it comes to rest where wrong hits are the part of hits that the
 * budget allows (Gibbs and Candes, Adaptive conformal inference under distribution shift, 2021; the risk instead of
 * coverage after Angelopoulos et al., Conformal risk control, 2022; shrinking steps after Angelopoulos, Barber and Bates,
 * Online conformal prediction with decaying step sizes, 2024). Audits are a random sample of the hits, so this needs no
 * assumption on how the questions are distributed. Hits are a part of requests: with few of them more may be wrong.
 *
 * <p>Below the calibrated cut it goes only on evidence: while the upper confidence bound of what was audited of late is
 * within the budget.
 */
public final class Loop {

    /** Aimed at a little less than allowed, since what swings about the aim is above it half the time. */
    private static final double AIM = 0.9;

    private static final double FIRST_STEP = 0.8;
    private static final double LAST_STEP = 0.25;
    /** The furthest the cut goes below the calibrated one, and above it, in log odds. */
    private static final double LOWEST = -3;

    private static final double HIGHEST = 6;
    /** As how many look-ups that had to be judged no experience counts. */
    private static final double JUDGED_WEIGHT = 200;
    /** Hits by requests before any were seen, and as how many requests that counts. */
    private static final double HIT_RATE = 0.2;

    private static final double HIT_RATE_WEIGHT = 100;
    /** As how many audits the experience of other routes counts. */
    private static final double PRIOR_WEIGHT = 20;

    private static final double MOST_AUDITS = 256;
    private static final double MOST_REQUESTS = 8_192;
    private static final double MOST_WRONG_OF_HITS = 0.5;
    private static final double EDGE = 1e-6;

    private Loop() {}

    /**
     * The least probability of a hit.
     *
     * @param calibration the cut, 0 to 1, that holds an error on the calibration's questions where so large a part of the
     *     look-ups has to be judged; more than 1 means that none does
     * @param maxError the part of requests that may be answered wrongly, 0 to 1
     * @param prior the shift that other routes came to; counts as long as there is little of this one's own
     */
    public static double cut(DoubleBinaryOperator calibration, double maxError, Standing route, double prior) {
        double calibrated = calibration.applyAsDouble(maxError, judged(route));
        if (maxError <= 0 || calibrated > 1) {
            return Double.POSITIVE_INFINITY;
        }
        return logistic(logOdds(calibrated) + shift(route, maxError, prior));
    }

    /** The part of look-ups that has to be judged; 1 while little is known. */
    static double judged(Standing route) {
        double judged = Math.max(0, route.requests() - route.same());
        return (judged + JUDGED_WEIGHT) / (route.requests() + JUDGED_WEIGHT);
    }

    /** How far the cut is moved from the calibrated one, in log odds. */
    static double shift(Standing route, double maxError, double prior) {
        double own = route.shift() + prior * PRIOR_WEIGHT / (route.ever() + PRIOR_WEIGHT);
        return Math.clamp(own, floor(route, maxError), HIGHEST);
    }

    /**
     * What a look-up adds.
     *
     * @param same whether it was answered to the same words, or to words proven to ask the same
     * @param semanticHit whether it was answered in other words
     */
    public static Standing looked(boolean same, boolean semanticHit) {
        return new Standing(0, 1, same ? 1 : 0, semanticHit ? 1 : 0, 0, 0, 0, 0, 0);
    }

    /** What an audited hit adds. */
    public static Standing audited(Standing route, double maxError, boolean wrong) {
        double step = Math.max(LAST_STEP, FIRST_STEP / Math.sqrt(route.ever() + 1));
        double moved = route.shift() + step * ((wrong ? 1 : 0) - allowed(route, maxError));
        // The floor is that before this audit: one wrong answer must not throw away what the step says.
        double shift = Math.clamp(moved, floor(route, maxError), HIGHEST);
        double one = wrong ? 1 : 0;
        return new Standing(shift - route.shift(), 0, 0, 0, 1, one, 1, one, 0);
    }

    /** What the passing of time takes away, so that late audits and requests count for more; nothing most of the time. */
    public static Standing fading(Standing route) {
        boolean audits = route.audits() > MOST_AUDITS;
        boolean requests = route.requests() > MOST_REQUESTS;
        return new Standing(
                0,
                requests ? -route.requests() / 2 : 0,
                requests ? -route.same() / 2 : 0,
                requests ? -route.hits() / 2 : 0,
                audits ? -route.audits() / 2 : 0,
                audits ? -route.wrong() / 2 : 0,
                0,
                0,
                0);
    }

    /** The part of hits that may be wrong. */
    static double allowed(Standing route, double maxError) {
        return Math.min(MOST_WRONG_OF_HITS, AIM * maxError / hitRate(route));
    }

    private static double hitRate(Standing route) {
        return (route.hits() + HIT_RATE * HIT_RATE_WEIGHT) / (route.requests() + HIT_RATE_WEIGHT);
    }

    private static double floor(Standing route, double maxError) {
        double worst =
                Interval.of(route.wrong(), route.audits(), Interval.Z_UPPER_95).high();
        return worst <= allowed(route, maxError) ? LOWEST : 0;
    }

    /** The measured part of requests that was answered wrongly, with its 95 % interval; everything without audits. */
    public static Interval error(Standing route) {
        double hits = route.requests() <= 0 ? 0 : route.hits() / route.requests();
        Interval wrong = Interval.of(route.wrong(), route.audits(), Interval.Z_95);
        return new Interval(wrong.low() * hits, wrong.high() * hits);
    }

    private static double logOdds(double p) {
        double inside = Math.clamp(p, EDGE, 1 - EDGE);
        return Math.log(inside / (1 - inside));
    }

    private static double logistic(double x) {
        return 1 / (1 + Math.exp(-x));
    }
}
