package dev.sluice.analytics.trials;

import dev.sluice.analytics.store.AnalyticsStore;
import dev.sluice.contracts.experiments.Experiment;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Objects;

/** Asks the store for what an experiment says. Blocks, in native code: use platform threads. */
@Singleton
class Lookout {

    private final AnalyticsStore store;

    Lookout(AnalyticsStore store) {
        this.store = store;
    }

    /**
     * What it says.
     *
     * @throws dev.sluice.analytics.store.StoreAway when the store cannot answer
     */
    Result at(Experiment experiment, Instant now) {
        if (experiment.startedAt() == null) {
            return Laboratory.draft(experiment);
        }
        Instant to = Objects.requireNonNullElse(experiment.endedAt(), now);
        return store.ask(snapshot -> Laboratory.result(experiment, new Figures(snapshot, experiment, to), to));
    }
}
