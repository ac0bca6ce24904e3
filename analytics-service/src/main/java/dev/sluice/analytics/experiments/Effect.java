package dev.sluice.analytics.experiments;

/**
 * How far a variant lies from the control.
 *
 * @param difference variant minus control
 * @param variance of the difference
 * @param control the control's value
 * @param relativeVariance of the difference divided by the control's value, by the delta method
 * @param units of both together
 */
public record Effect(double difference, double variance, double control, double relativeVariance, long units) {

    /** Between independent estimates. */
    public static Effect between(Estimate control, Estimate variant) {
        double squared = control.value() * control.value();
        double relative = variant.variance() / squared
                + control.variance() * variant.value() * variant.value() / (squared * squared);
        return new Effect(
                variant.value() - control.value(),
                control.variance() + variant.variance(),
                control.value(),
                relative,
                control.units() + variant.units());
    }

    /** The difference as a part of the control's value; not a number when that is 0. */
    public double relative() {
        return control == 0 ? Double.NaN : difference / Math.abs(control);
    }

    /** How many standard errors the difference is away from 0; 0 when nothing varies and nothing differs. */
    public double z() {
        return difference == 0 ? 0 : difference / Math.sqrt(variance);
    }
}
