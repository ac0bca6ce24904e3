package dev.sluice.analytics.trials;

import dev.sluice.analytics.AnalyticsConfig;
import dev.sluice.analytics.store.StoreAway;
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
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The one thread that looks at the guardrails of what runs, and rolls back what does harm. */
@ApplicationScoped
class Watch {

    /** Who it is in an experiment's history. */
    static final String BY = "guardrail";

    private static final Duration STOP = Duration.ofSeconds(8);

    private final Duration every;
    private final Register register;
    private final Lookout lookout;
    private final InstantSource clock = InstantSource.system();
    private final CountDownLatch stop = new CountDownLatch(1);
    private @Nullable Thread thread;

    Watch(AnalyticsConfig config, Register register, Lookout lookout) {
        this.every = config.experiments().checkEvery();
        this.register = register;
        this.lookout = lookout;
    }

    void start(@Observes StartupEvent event) {
        thread = Thread.ofPlatform().name("experiment-watch").daemon().start(this::run);
    }

    void stop(@Observes ShutdownEvent event) throws InterruptedException {
        stop.countDown();
        if (thread != null) {
            thread.join(STOP);
        }
    }

    private void run() {
        try {
            while (!stop.await(every.toMillis(), TimeUnit.MILLISECONDS)) {
                for (Experiment experiment : register.running()) {
                    look(experiment, clock.instant());
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
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
