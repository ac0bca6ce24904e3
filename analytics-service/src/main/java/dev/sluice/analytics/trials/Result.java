package dev.sluice.analytics.trials;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.sluice.contracts.experiments.Experiment;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an experiment says now; {@code GET /analytics/experiments/{name}}.
 *
 * @param experiment what was defined, and what became of it
 * @param from when it began; absent for a draft
 * @param to until when calls were looked at; absent for a draft
 * @param units who took part, by variant, the control first
 * @param crossed units that were seen in two variants and are left out
 * @param split whether the variants got their shares
 * @param metrics the metric that decides, then the guardrails
 * @param verdict what it says
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Result(
        Experiment experiment,
        @Nullable Instant from,
        @Nullable Instant to,
        List<Group> units,
        long crossed,
        Split split,
        List<Measurement> metrics,
        Said verdict) {

    public Result {
        units = List.copyOf(units);
        metrics = List.copyOf(metrics);
    }

    /**
     * Who took part in a variant.
     *
     * @param variant its name
     * @param units how many
     * @param calls how many calls they made
     * @param share of all units; 0 when there are none
     * @param expected the share that the weights say
     */
    public record Group(String variant, long units, long calls, double share, double expected) {}

    /**
     * Whether the variants got their shares.
     *
     * @param p how likely a split as uneven is by chance
     * @param ok whether a verdict may be given
     */
    public record Split(double p, boolean ok) {}

    /**
     * A metric in all variants.
     *
     * @param metric its name
     * @param role {@code goal} or {@code guardrail}
     * @param kind {@code mean}, {@code ratio} or {@code quantile}
     * @param better {@code lower} or {@code higher}
     * @param unit what the values count, such as {@code nano-USD}
     * @param tolerated how much worse is tolerated, as a part of the control's value; absent for the goal
     * @param varianceLeft the part of the variance that is left once what units did before is taken out (CUPED); absent
     *     where nothing was
     * @param variants the control first; empty while there is too little to measure
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Measurement(
            String metric,
            String role,
            String kind,
            String better,
            String unit,
            @Nullable Double tolerated,
            @Nullable Double varianceLeft,
            List<Value> variants) {

        public Measurement {
            variants = List.copyOf(variants);
        }
    }

    /**
     * A metric in a variant.
     *
     * @param variant its name
     * @param units how many units it was made from
     * @param value the metric
     * @param error its standard error
     * @param effect how far it lies from the control; absent for the control
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Value(
            String variant,
            long units,
            double value,
            double error,
            @Nullable Against effect) {}

    /**
     * A variant against the control.
     *
     * @param difference variant minus control, in the metric's unit
     * @param low the interval's lower end
     * @param high its upper end
     * @param relative the difference as a part of the control's value; absent when that is 0
     * @param relativeLow the interval's lower end, likewise
     * @param relativeHigh its upper end, likewise
     * @param p corrected for all that is looked at together
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Against(
            double difference,
            double low,
            double high,
            @Nullable Double relative,
            @Nullable Double relativeLow,
            @Nullable Double relativeHigh,
            double p) {}

    /**
     * What it says.
     *
     * @param kind {@code not_started}, {@code split_is_off}, {@code too_few}, {@code too_early}, {@code harm},
     *     {@code better}, {@code worse} or {@code open}
     * @param variant whom it is about; absent where it is about none
     * @param words one or two sentences
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Said(String kind, @Nullable String variant, String words) {}
}
