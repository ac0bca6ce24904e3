package dev.sluice.analytics.trials;

import dev.sluice.contracts.experiments.Experiment;
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
                && (both(one, other, Variant::model)
                        || both(one, other, Variant::cache)
                        || both(one, other, Variant::optimize));
    }

    private static boolean both(Experiment one, Experiment other, Function<Variant, @Nullable String> set) {
        return sets(one, set) && sets(other, set);
    }

    private static boolean sets(Experiment one, Function<Variant, @Nullable String> set) {
        return one.variants().stream().anyMatch(variant -> set.apply(variant) != null);
    }
}
