package dev.sluice.analytics.trials;

import dev.sluice.analytics.experiments.Power;
import dev.sluice.kit.problem.Refusal;
import io.quarkus.runtime.annotations.RegisterForReflection;
import org.jspecify.annotations.Nullable;

/**
 * How many units an experiment of a fixed horizon needs; {@code GET /analytics/experiments/power}.
 *
 * @param units of both variants together
 * @param control of them the control's
 * @param variant of them the variant's
 * @param difference the smallest difference worth knowing, in the metric's unit
 * @param deviation the standard deviation of a unit's value
 * @param power the chance of showing that difference
 * @param alpha the chance of finding what is not there
 */
@RegisterForReflection
public record Planned(
        long units, long control, long variant, double difference, double deviation, double power, double alpha) {

    /**
     * The plan.
     *
     * @param rate the control's rate where the metric is a share; then the deviation follows from it
     * @throws Refusal 400 when a parameter is missing or makes no sense
     */
    static Planned of(
            @Nullable String rate,
            @Nullable String deviation,
            @Nullable String difference,
            String power,
            String alpha,
            String share) {
        double smallest = number("difference", difference, 0, Double.MAX_VALUE);
        double spread;
        if (rate != null) {
            double p = number("rate", rate, 0, 1);
            spread = Math.sqrt(p * (1 - p));
        } else {
            spread = number("deviation", deviation, 0, Double.MAX_VALUE);
        }
        double wanted = number("power", power, 0, 1);
        double chance = number("alpha", alpha, 0, 1);
        double part = number("share", share, 0, 1);
        long units = new Power(spread, part, chance).units(smallest, wanted);
        long variant = Math.round(units * part);
        return new Planned(units, units - variant, variant, smallest, spread, wanted, chance);
    }

    private static double number(String name, @Nullable String text, double above, double below) {
        try {
            double number = text == null ? Double.NaN : Double.parseDouble(text);
            if (number > above && number < below) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Told below, together with what is out of range.
        }
        throw Refusal.badRequest(
                "bad_" + name,
                below > 1
                        ? "Parameter '%s' is a number above 0%s."
                                .formatted(
                                        name, name.equals("deviation") ? ", or there is a 'rate' between 0 and 1" : "")
                        : "Parameter '%s' is a number between 0 and 1, both excluded.".formatted(name));
    }
}
