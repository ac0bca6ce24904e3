package dev.sluice.analytics.trials;

import dev.sluice.analytics.AnalyticsConfig;
import dev.sluice.analytics.store.StoreAway;
import dev.sluice.analytics.upkeep.Routine;
import dev.sluice.contracts.experiments.Experiment;
import dev.sluice.contracts.experiments.Experiment.Change;
import dev.sluice.contracts.experiments.Experiment.State;
import dev.sluice.kit.problem.Refusal;
import io.quarkus.logging.Log;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/** The one thread that looks at the guardrails of what runs, and rolls back what does harm. */
@ApplicationScoped
class Watch {

    /** Who it is in an experiment's history. */
    static final String BY = "guardrail";

    private final Duration every;
    private final Register register;
    private final Lookout lookout;
    private final InstantSource clock = InstantSource.system();
    private @Nullable Routine routine;

    Watch(AnalyticsConfig config, Register register, Lookout lookout) {
        this.every = config.experiments().checkEvery();
        this.register = register;
        this.lookout = lookout;
    }

    void start(@Observes StartupEvent event) {
        routine = Routine.start("experiment-watch", every, this::turn);
    }

    void stop(@Observes ShutdownEvent event) throws InterruptedException {
        if (routine != null) {
            routine.stop();
        }
    }

    private void turn() {
        for (Experiment experiment : register.running()) {
            look(experiment, clock.instant());
        }
    }

    /** Rolls back if a guardrail is breached. What fails is tried again at the next turn. */
    private void look(Experiment experiment, Instant now) {
        try {
            if (experiment.guardrails().isEmpty()) {
                return;
            }
            Result.Said said = lookout.at(experiment, now).verdict();
            if (said.kind().equals("harm")) {
                register.change(
                        experiment.tenant(), experiment.name(), new Change(now, BY, State.ROLLED_BACK, said.words()));
                Log.warnf("the experiment %s was rolled back: %s", experiment.id(), said.words());
            }
        } catch (StoreAway | Refusal e) {
            Log.warnf("the guardrails of %s could not be looked at: %s", experiment.id(), e.getMessage());
        } catch (RuntimeException e) {
            Log.errorf(e, "looking at the guardrails of %s failed unexpectedly", experiment.id());
        }
    }
}
