package dev.sluice.analytics.upkeep;

import dev.sluice.analytics.AnalyticsConfig;
import dev.sluice.analytics.store.AnalyticsStore;
import dev.sluice.analytics.store.StoreAway;
import io.quarkus.logging.Log;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/** The one thread that sums up and forgets. What fails is tried again at the next turn. */
@ApplicationScoped
class Upkeep {

    /** Events of an hour may come a little after its end without its being summed up twice. */
    private static final Duration LATE = Duration.ofMinutes(2);

    private static final Duration FORGET_EVERY = Duration.ofHours(1);

    private final AnalyticsConfig.Keep keep;
    private final AnalyticsStore store;
    private final InstantSource clock = InstantSource.system();
    private Instant forgotten = Instant.MIN;
    private @Nullable Routine routine;

    Upkeep(AnalyticsConfig config, AnalyticsStore store) {
        this.keep = config.keep();
        this.store = store;
    }

    void start(@Observes StartupEvent event) {
        routine = Routine.start("upkeep", keep.rollUpEvery(), () -> turn(clock.instant()));
    }

    void stop(@Observes ShutdownEvent event) throws InterruptedException {
        if (routine != null) {
            routine.stop();
        }
    }

    private void turn(Instant now) {
        try {
            if (now.minus(FORGET_EVERY).isAfter(forgotten)) {
                store.forget(new AnalyticsStore.Keep(
                        now.minus(keep.events()),
                        now.minus(keep.minutes()),
                        now.minus(keep.hours()),
                        now.minus(keep.rejects())));
                forgotten = now;
            }
            int hours = store.rollUp(now.minus(LATE));
            if (hours > 0) {
                Log.debugf("summed up %d hours", hours);
            }
        } catch (StoreAway e) {
            Log.warnf("sums are not up to date, reports take longer meanwhile: %s", e.getMessage());
        }
    }
}
