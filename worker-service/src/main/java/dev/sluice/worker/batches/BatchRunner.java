package dev.sluice.worker.batches;

import dev.sluice.worker.batches.Batch.Status;
import dev.sluice.worker.batches.Batch.Work;
import dev.sluice.worker.execution.ExecutionConfig;
import dev.sluice.worker.files.FileStore;
import io.quarkus.logging.Log;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Moves batches on, the order of their journey: checked, worked on in slices, ended. Every worker does it; a lease keeps two
 * from doing the same step of a batch, and when it does not, the first record counts.
 */
@ApplicationScoped
class BatchRunner {

    private static final Duration LOOK = Duration.ofMillis(250);
    private static final Duration TIDY = Duration.ofMinutes(1);

    /** A step of a batch's journey. */
    private interface Step {
        void take() throws IOException, BatchLedger.Away, InterruptedException;
    }

    private final Semaphore wake = new Semaphore(0);
    private final Set<String> busy = ConcurrentHashMap.newKeySet();
    private final BatchLedger ledger;
    private final FileStore files;
    private final Tenures tenures;
    private final Rests rests;
    private final Checker checker;
    private final Slices slices;
    private final Finisher finisher;
    private final Clock clock;
    private final ExecutionConfig execution;
    private final BatchesConfig batches;
    private volatile boolean stopping;
    private long tidied = System.nanoTime();
    private @Nullable Thread loop;

    BatchRunner(
            BatchLedger ledger,
            FileStore files,
            Tenures tenures,
            Rests rests,
            Checker checker,
            Slices slices,
            Finisher finisher,
            Clock clock,
            ExecutionConfig execution,
            BatchesConfig batches) {
        this.ledger = ledger;
        this.files = files;
        this.tenures = tenures;
        this.rests = rests;
        this.checker = checker;
        this.slices = slices;
        this.finisher = finisher;
        this.clock = clock;
        this.execution = execution;
        this.batches = batches;
    }

    void start(@Observes StartupEvent start) {
        ledger.onChange(wake::release);
        loop = Thread.ofPlatform().name("batches").daemon().start(this::run);
    }

    void stop(@Observes @Priority(1_000) ShutdownEvent stop) throws InterruptedException {
        stopping = true;
        wake.release();
        if (loop != null) {
            loop.join(Duration.ofSeconds(1));
        }
        slices.stop(execution.drain());
    }

    private void run() {
        while (!stopping) {
            try {
                look();
            } catch (RuntimeException e) {
                Log.errorf(e, "batches could not be moved on; again soon");
            }
            try {
                var _ = wake.tryAcquire(LOOK.toMillis(), TimeUnit.MILLISECONDS);
                wake.drainPermits();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private void look() {
        if (!ledger.isReady() || !files.isReady()) {
            return;
        }
        List<Batch> open = ledger.table().open();
        open.forEach(this::move);
        slices.fill(open, wake::release);
        if (System.nanoTime() - tidied > TIDY.toNanos()) {
            tidied = System.nanoTime();
            tidy();
        }
    }

    private void move(Batch batch) {
        Instant now = clock.instant();
        switch (batch.status()) {
            case VALIDATING -> {
                if (batch.isLate(now)) {
                    alone(batch, () -> end(batch, Status.EXPIRED));
                } else if (!rests.isResting(batch)) {
                    alone(batch, () -> checker.check(batch));
                }
            }
            case IN_PROGRESS -> {
                Work work = batch.work();
                if (work == null || ledger.tally(batch).isDone(0, work.total())) {
                    alone(batch, () -> end(batch, Status.COMPLETED));
                } else if (batch.isLate(now)) {
                    alone(batch, () -> end(batch, Status.EXPIRED));
                }
            }
            case FINALIZING, CANCELLING -> alone(batch, () -> finisher.finish(batch));
            case FAILED, COMPLETED, EXPIRED, CANCELLED -> {}
        }
    }

    private void end(Batch batch, Status as) throws BatchLedger.Away {
        var _ = ledger.append(batch.finalizing(as, clock.instant()));
    }

    /** Takes a step unless one is being taken, here or elsewhere. */
    private void alone(Batch batch, Step step) {
        String key = batch.order().key();
        if (stopping || !busy.add(key)) {
            return;
        }
        Thread.ofVirtual().name("batch-step").start(() -> {
            try {
                Optional<Tenures.Tenure> tenure = tenures.claim(batch);
                if (tenure.isEmpty()) {
                    pause();
                    return;
                }
                try {
                    step.take();
                } finally {
                    tenure.get().close();
                }
            } catch (IOException | BatchLedger.Away e) {
                Log.warnf("batch %s could not be moved on (%s); again soon", batch.id(), e.getMessage());
                pause();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (RuntimeException e) {
                Log.errorf(e, "batch %s could not be moved on; again soon", batch.id());
                pause();
            } finally {
                busy.remove(key);
            }
        });
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(500);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void tidy() {
        ledger.tidy();
        Instant before = clock.instant().minus(batches.keep());
        for (Batch worn : ledger.table().worn(before, batches.keepAtMost())) {
            try {
                ledger.forget(worn);
            } catch (BatchLedger.Away e) {
                Log.warnf("old batches could not be removed (%s); later", e.getMessage());
                return;
            }
        }
    }
}
