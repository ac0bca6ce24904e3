package dev.sluice.bench.cache;

import dev.sluice.cache.budget.Loop;
import dev.sluice.cache.budget.Standing;
import java.util.SplittableRandom;
import java.util.function.DoubleBinaryOperator;

/**
 * A route as the service keeps it: what it knows of its look-ups and audits decides how sure the next hit must be.
 * Audits are drawn as configured by default: one hit in ten for the first fifty, one in fifty after.
 */
public final class Route {

    private static final int EARLY = 50;
    private static final double EARLY_SHARE = 0.1;
    private static final double SHARE = 0.02;

    private final DoubleBinaryOperator calibration;
    private final double maxError;
    private final boolean audited;
    private final SplittableRandom chance;
    private Standing standing = Standing.NONE;

    /**
     * A new one.
     *
     * @param calibration the cut for an allowed error and the part of look-ups that has to be judged
     * @param maxError the allowed part of requests, 0 to 1
     * @param audited whether hits are audited at all
     * @param seed of the choice of audits
     */
    public Route(DoubleBinaryOperator calibration, double maxError, boolean audited, long seed) {
        this.calibration = calibration;
        this.maxError = maxError;
        this.audited = audited;
        this.chance = new SplittableRandom(seed);
    }

    /** A look-up that is answered to the same words. */
    public void same() {
        standing = standing.plus(Loop.looked(true, false));
        standing = standing.plus(Loop.fading(standing));
    }

    /**
     * A look-up that has to be judged; whether it is served.
     *
     * @param probability that its best candidate shares the answer
     * @param right whether it does
     */
    public boolean judged(double probability, boolean right) {
        boolean hit = probability >= Loop.cut(calibration, maxError, standing, 0);
        standing = standing.plus(Loop.looked(false, hit));
        if (audited && hit && chance.nextDouble() < (standing.ever() < EARLY ? EARLY_SHARE : SHARE)) {
            standing = standing.plus(Loop.audited(standing, maxError, !right));
        }
        standing = standing.plus(Loop.fading(standing));
        return hit;
    }

    /** Hits that were audited so far. */
    public int audits() {
        return (int) standing.ever();
    }
}
