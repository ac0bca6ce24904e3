package dev.sluice.worker.batches;

import com.fasterxml.jackson.databind.ObjectReader;
import dev.sluice.worker.batches.Batch.Status;
import dev.sluice.worker.batches.Batch.Work;
import dev.sluice.worker.batches.Tenures.Tenure;
import dev.sluice.worker.files.FileStore;
import dev.sluice.worker.files.StoredFile;
import io.quarkus.logging.Log;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One slice of a batch, worked on by this worker: its requests that are not done yet are sent, as many at once as there are
 * permits for. Holds no more lines than that.
 */
final class SliceRun {

    private static final Duration CURRENT_WITHIN = Duration.ofSeconds(5);
    private static final Duration LOOK = Duration.ofMillis(200);

    private final Batch batch;
    private final Work work;
    private final int slice;
    private final Tenure tenure;
    private final Tools tools;

    /**
     * What slices are worked on with.
     *
     * @param permits how many requests may be under way in this worker
     * @param longest the longest line, in bytes
     * @param grace how long requests under way may go on after the batch has ended
     * @param stopping whether this worker stops
     */
    record Tools(
            BatchLedger ledger,
            FileStore files,
            Requests requests,
            Rests rests,
            ObjectReader reader,
            Clock clock,
            Semaphore permits,
            int longest,
            Duration grace,
            BooleanSupplier stopping) {}

    SliceRun(Batch batch, Work work, int slice, Tenure tenure, Tools tools) {
        this.batch = batch;
        this.work = work;
        this.slice = slice;
        this.tenure = tenure;
        this.tools = tools;
    }

    /** Works on the calling thread until nothing is left to do, or it may not go on. */
    void run() throws IOException, InterruptedException {
        // Everything done before the lease was taken has to be known, or it would be done twice.
        if (!tools.ledger().awaitCurrent(CURRENT_WITHIN) || !mayGoOn()) {
            return;
        }
        Optional<StoredFile> input =
                tools.files().find(batch.order().tenant(), batch.order().inputFile());
        if (input.isEmpty()) {
            Log.warnf("the input file of batch %s is gone", batch.id());
            return;
        }
        ExecutorService threads = Executors.newThreadPerTaskExecutor(
                Thread.ofVirtual().name("batch-request-", 0).factory());
        try {
            feed(input.get(), threads);
            threads.shutdown();
            await(threads);
        } finally {
            threads.shutdownNow();
        }
    }

    private void feed(StoredFile input, ExecutorService threads) throws IOException, InterruptedException {
        long start = work.starts().get(slice);
        Tally tally = tools.ledger().tally(batch);
        try (var lines = new Lines(tools.files().open(input, start), start, tools.longest())) {
            for (int number = work.first(slice); number < work.end(slice); number++) {
                Lines.Raw line = lines.next();
                if (line == null) {
                    throw new IOException("the input file has fewer lines than it had");
                }
                if (!tally.isDone(number)) {
                    if (!permitted()) {
                        return;
                    }
                    send(number, ask(line), threads);
                }
            }
        }
    }

    private void send(int number, @Nullable Ask ask, ExecutorService threads) {
        threads.execute(() -> {
            try {
                if (ask != null) {
                    tools.requests().run(batch, number, ask);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (RuntimeException e) {
                Log.errorf(e, "a request of batch %s failed unexpectedly", batch.id());
            } finally {
                tools.permits().release();
            }
        });
    }

    private @Nullable Ask ask(Lines.Raw line) {
        try {
            return Ask.of(line.bytes(), batch.order().endpoint(), tools.reader());
        } catch (Ask.Bad e) {
            Log.errorf("batch %s has a line that was checked and is bad", batch.id());
            return null;
        }
    }

    private boolean permitted() throws InterruptedException {
        while (mayGoOn()) {
            if (tools.permits().tryAcquire(LOOK.toMillis(), TimeUnit.MILLISECONDS)) {
                if (mayGoOn()) {
                    return true;
                }
                tools.permits().release();
            }
        }
        return false;
    }

    private boolean mayGoOn() {
        return !tools.stopping().getAsBoolean()
                && !tenure.isLost()
                && !tools.rests().isResting(batch)
                && !batch.isLate(tools.clock().instant())
                && isInProgress();
    }

    private boolean isInProgress() {
        return tools.ledger()
                .table()
                .find(batch.order().key())
                .filter(now -> now.status() == Status.IN_PROGRESS)
                .isPresent();
    }

    /** Requests under way end by themselves, or some time after the batch has ended. */
    private void await(ExecutorService threads) throws InterruptedException {
        long over = Long.MAX_VALUE;
        while (!threads.awaitTermination(LOOK.toMillis(), TimeUnit.MILLISECONDS)) {
            long now = System.nanoTime();
            if (over == Long.MAX_VALUE && !isInProgress()) {
                over = now;
            }
            if (over != Long.MAX_VALUE && now - over > tools.grace().toNanos()) {
                threads.shutdownNow();
            }
        }
    }
}
