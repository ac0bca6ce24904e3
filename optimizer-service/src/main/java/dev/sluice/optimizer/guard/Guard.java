package dev.sluice.optimizer.guard;

import dev.sluice.contracts.optimize.OptimizeReply.Arm;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/**
 * Compares, for one tenant, how often answers are bad with and without shortening, and turns shortening off once it is
 * worse beyond doubt. Pure code; time comes with what is told.
 *
 * <p>The test may be looked at after every answer: the bound is that of a mixture sequential probability ratio test with a
 * normal mixture (Johari, Pekelis, Walsh: Always Valid Inference, 2015/2022, section 5). With a difference d of two shares
 * of variance V, d is beyond doubt above zero when d exceeds sqrt(V (V + T) / T * (2 ln(1/A) + ln((V + T) / V))); T is the
 * variance of the differences that one expects to see, A the chance to be wrong ever. Variances are estimated with one
 * answer of each kind added, and nothing is said before each side has enough answers, since the bound holds for many.
 */
final class Guard {

    /** Answers that each side needs before anything is said. */
    static final int ENOUGH = 50;

    /** The chance to turn shortening off, ever, although it does no harm; both sides of the difference together. */
    static final double WRONGLY = 0.05;

    /** Differences of about 10 points are what would matter: their variance. */
    private static final double EXPECTED = 0.1 * 0.1;

    private final Duration pause;
    private final Map<Arm, Side> sides = new EnumMap<>(Arm.class);
    private Instant offUntil = Instant.MIN;
    private long rollBacks;

    /**
     * A guard.
     *
     * @param pause how long shortening stays off before it is tried, and judged, anew
     */
    Guard(Duration pause) {
        this.pause = pause;
        beginAnew();
    }

    /** One side as it stands. */
    record Side(long answers, long bad) {

        Side and(boolean good) {
            return new Side(answers + 1, bad + (good ? 0 : 1));
        }

        double share() {
            return (double) bad / answers;
        }

        double variance() {
            double smoothed = (bad + 1.0) / (answers + 2.0);
            return smoothed * (1 - smoothed) / answers;
        }
    }

    /** Takes in an answer; answers whether shortening was turned off by it. */
    synchronized boolean add(Arm arm, boolean good, Instant at) {
        if (at.isBefore(offUntil)) {
            // Answers to prompts that were sent before.
            return false;
        }
        sides.put(arm, side(arm).and(good));
        if (!isWorse()) {
            return false;
        }
        offUntil = at.plus(pause);
        rollBacks++;
        beginAnew();
        return true;
    }

    synchronized boolean isOff(Instant now) {
        return now.isBefore(offUntil);
    }

    synchronized Side side(Arm arm) {
        return Objects.requireNonNull(sides.get(arm));
    }

    synchronized long rollBacks() {
        return rollBacks;
    }

    private void beginAnew() {
        for (Arm arm : Arm.values()) {
            sides.put(arm, new Side(0, 0));
        }
    }

    private boolean isWorse() {
        Side optimised = side(Arm.OPTIMISED);
        Side control = side(Arm.CONTROL);
        if (optimised.answers() < ENOUGH || control.answers() < ENOUGH) {
            return false;
        }
        double variance = optimised.variance() + control.variance();
        double bound = Math.sqrt(variance
                * (variance + EXPECTED)
                / EXPECTED
                * (2 * Math.log(1 / WRONGLY) + Math.log((variance + EXPECTED) / variance)));
        return optimised.share() - control.share() > bound;
    }
}
