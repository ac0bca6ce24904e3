package dev.sluice.gateway.experiments;

import dev.sluice.contracts.experiments.Experiment;
import dev.sluice.contracts.experiments.Experiment.Template;
import dev.sluice.contracts.experiments.Experiment.Unit;
import dev.sluice.contracts.experiments.Experiment.Variant;
import dev.sluice.gateway.GatewayConfig.CacheMode;
import dev.sluice.gateway.GatewayConfig.OptimizeLevel;
import dev.sluice.gateway.routing.Assignment;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * An experiment with everything worked out that does not depend on the call. It runs, or it was rolled back to its control.
 *
 * @param model whose calls take part; absent means every chat's
 * @param template the template whose calls take part; absent means every chat's
 * @param held whether all calls get the control
 * @param draw what assignments are drawn by
 * @param lot what decides by whether a unit takes part at all, apart from its variant
 * @param takesPart below which bucket units take part
 * @param models the models that its variants ask, all of which a caller must be allowed to ask
 */
record Trial(
        @Nullable String model,
        @Nullable String template,
        boolean held,
        Unit unit,
        String draw,
        String lot,
        int takesPart,
        List<Arm> arms,
        List<String> models) {

    /**
     * A variant.
     *
     * @param note the name of the event's prop that tells the exposure; absent where nobody is exposed
     * @param label what the response's header says
     */
    record Arm(
            String name,
            int weight,
            @Nullable String note,
            String label,
            @Nullable String model,
            @Nullable CacheMode cache,
            @Nullable OptimizeLevel optimize,
            @Nullable Integer version) {}

    /** What calls get by an experiment; null if nothing. */
    static @Nullable Trial of(Experiment experiment) {
        return experiment.running() || experiment.holds() ? trial(experiment) : null;
    }

    private static Trial trial(Experiment experiment) {
        List<Arm> arms = experiment.variants().stream()
                .map(variant -> arm(experiment, variant))
                .toList();
        Template template = experiment.variants().getFirst().template();
        return new Trial(
                experiment.model(),
                template == null ? null : template.name(),
                experiment.holds(),
                experiment.unit(),
                experiment.id(),
                experiment.id() + "/traffic",
                (int) Math.round(experiment.traffic() * Assignment.BUCKETS),
                arms,
                arms.stream()
                        .map(Arm::model)
                        .filter(Objects::nonNull)
                        .distinct()
                        .toList());
    }

    private static Arm arm(Experiment experiment, Variant variant) {
        return new Arm(
                variant.name(),
                variant.weight(),
                experiment.holds() ? null : Experiment.EXPOSURE + experiment.name(),
                experiment.name() + ";variant=" + variant.name() + (experiment.holds() ? ";rolled-back" : ""),
                variant.model(),
                variant.cache() == null
                        ? null
                        : CacheMode.valueOf(variant.cache().toUpperCase(Locale.ROOT)),
                variant.optimize() == null
                        ? null
                        : OptimizeLevel.valueOf(variant.optimize().toUpperCase(Locale.ROOT)),
                variant.template() == null ? null : variant.template().version());
    }

    /**
     * The variant of a call; null if it takes no part. Whether it does never depends on which variant it would get: the
     * variants would not be comparable.
     */
    @Nullable
    Arm draw(
            String asked,
            @Nullable String filled,
            @Nullable String session,
            @Nullable String key,
            Predicate<String> mayAsk) {
        if ((model != null && !model.equals(asked)) || (template != null && !template.equals(filled))) {
            return null;
        }
        if (held) {
            Arm control = arms.getFirst();
            return control.model() == null || (mayAsk.test(asked) && mayAsk.test(control.model())) ? control : null;
        }
        String who = unit == Unit.CONVERSATION ? session : key;
        if (who == null || who.isBlank()) {
            return null;
        }
        if (takesPart < Assignment.BUCKETS && Assignment.bucket(lot, who) >= takesPart) {
            return null;
        }
        if (!models.isEmpty() && !(mayAsk.test(asked) && models.stream().allMatch(mayAsk))) {
            return null;
        }
        return Assignment.pick(arms, Arm::weight, Assignment.bucket(draw, who));
    }
}
