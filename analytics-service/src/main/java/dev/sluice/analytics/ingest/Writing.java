package dev.sluice.analytics.ingest;

import dev.sluice.analytics.store.AnalyticsStore;
import dev.sluice.analytics.store.Batch;
import dev.sluice.analytics.store.StoreAway;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;

/**
 * At most one batch on its way into the store, by a thread of its own, while the next one is read. A batch begins only
 * when the one before is in the store, so that offsets there never pass over events that are not.
 */
final class Writing {

    private final AnalyticsStore store;
    private final IngestState state;
    private @Nullable FutureTask<Batch> running;

    Writing(AnalyticsStore store, IngestState state) {
        this.store = store;
        this.state = state;
    }

    /** Whether a batch could begin without waiting. */
    boolean isFree() {
        return running == null || running.isDone();
    }

    /** Begins a batch, when the one before was settled. */
    void begin(Batch batch) {
        if (running != null) {
            throw new IllegalStateException("the batch before is not settled");
        }
        running = new FutureTask<>(() -> write(batch));
        Thread.ofPlatform().name("event-write").daemon().start(running);
    }

    private Batch write(Batch batch) {
        state.committed(Objects.requireNonNull(state.commits().record(() -> store.append(batch))));
        return batch;
    }

    /**
     * Waits for the batch under way, as long as the store takes: nobody knows before where to read on.
     *
     * @return the batch that is in the store now; empty when none was under way
     * @throws StoreAway as the store did; then reading goes on from the store's offsets
     */
    Optional<Batch> settle() {
        FutureTask<Batch> awaited = running;
        if (awaited == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(awaited.get());
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException cause
                    ? cause
                    : new IllegalStateException("writing a batch failed", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("stopped while writing", e);
        } finally {
            running = null;
        }
    }
}
