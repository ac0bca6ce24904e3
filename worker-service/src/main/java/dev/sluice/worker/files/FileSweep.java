package dev.sluice.worker.files;

import io.quarkus.logging.Log;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Removes files whose time is up, once a minute. */
@ApplicationScoped
class FileSweep {

    private static final int SECONDS = 60;

    private final ScheduledExecutorService broom = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("file-sweep").daemon().factory());
    private final FileStore store;

    FileSweep(FileStore store) {
        this.store = store;
    }

    void start(@Observes StartupEvent start) {
        broom.scheduleWithFixedDelay(this::sweep, SECONDS, SECONDS, TimeUnit.SECONDS);
    }

    void stop(@Observes ShutdownEvent stop) {
        broom.shutdownNow();
    }

    private void sweep() {
        try {
            int gone = store.sweep();
            if (gone > 0) {
                Log.infof("%d expired files removed", gone);
            }
        } catch (RuntimeException e) {
            Log.errorf(e, "expired files could not be removed");
        }
    }
}
