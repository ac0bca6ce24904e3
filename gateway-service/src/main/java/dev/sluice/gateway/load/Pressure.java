package dev.sluice.gateway.load;

import java.time.Duration;

/**
 * How far limits are lowered under load: to 75 % above 75 % load, to 50 % above 90 %. They rise again one step at a time,
 * and only after the load has been well below the step for a while, so that they do not flap. Policy only; not
 * thread-safe.
 */
final class Pressure {

    private static final double[] ABOVE = {0.75, 0.90};
    private static final double[] BACK_BELOW = {0.65, 0.80};
    private static final double[] FACTORS = {1.0, 0.75, 0.5};

    private final long calmNanos;
    private int step;
    private long calmSince;
    private boolean calm;

    /**
     * No pressure.
     *
     * @param calm how long the load must have been low before limits rise by a step
     */
    Pressure(Duration calm) {
        this.calmNanos = calm.toNanos();
    }

    /**
     * What limits are multiplied by from now on.
     *
     * @param load 0 to 1
     * @param now as {@link System#nanoTime()}
     */
    double factor(double load, long now) {
        while (step < ABOVE.length && load > ABOVE[step]) {
            step++;
            calm = false;
        }
        if (step == 0 || load >= BACK_BELOW[step - 1]) {
            calm = false;
        } else if (!calm) {
            calm = true;
            calmSince = now;
        } else if (now - calmSince >= calmNanos) {
            step--;
            calm = false;
        }
        return FACTORS[step];
    }
}
