package dev.sluice.analytics.trials;

import dev.sluice.contracts.experiments.Experiment;
import dev.sluice.contracts.experiments.Experiment.Template;
import dev.sluice.contracts.experiments.Experiment.Variant;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What experiments set: those that set different things run beside each other, drawn independently. */
final class Layers {

    private Layers() {}

    /** Whether two would set the same for the same calls. */
    static boolean clash(Experiment one, Experiment other) {
        boolean sameCalls =
                one.model() == null || other.model() == null || one.model().equals(other.model());
        return sameCalls
                && sameTemplate(one, other)
                && (both(one, other, Variant::model)
                        || both(one, other, Variant::cache)
                        || both(one, other, Variant::optimize)
                        || both(one, other, Variant::template));
    }

    /** Calls that fill different templates are different calls. */
    private static boolean sameTemplate(Experiment one, Experiment other) {
        Template its = one.variants().getFirst().template();
        Template others = other.variants().getFirst().template();
        return its == null || others == null || its.name().equals(others.name());
    }

    private static boolean both(Experiment one, Experiment other, Function<Variant, @Nullable Object> set) {
        return sets(one, set) && sets(other, set);
    }

    private static boolean sets(Experiment one, Function<Variant, @Nullable Object> set) {
        return one.variants().stream().anyMatch(variant -> set.apply(variant) != null);
    }
}
