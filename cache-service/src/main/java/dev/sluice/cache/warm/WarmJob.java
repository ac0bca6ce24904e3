package dev.sluice.cache.warm;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How far a warm-up is.
 *
 * @param id made from the order: the same order again has the same id
 * @param state {@code running}, {@code done}, {@code budget-spent} when questions were left out for it, {@code stopped} when
 *     the worker-service could not be reached, {@code interrupted} when this service stopped; an order that is not running
 *     may be sent again, and what is cached by then costs nothing
 * @param model the model
 * @param questions different questions of the order
 * @param submitted handed to the worker-service
 * @param asked answered by the model and remembered
 * @param known answered from the cache
 * @param failed without an answer
 * @param costNano what the answers cost, in nano-USD
 * @param error why the last one failed; absent if none did
 * @param createdAt when it was ordered
 * @param updatedAt when this was written
 */
@RegisterForReflection
record WarmJob(
        String id,
        String state,
        String model,
        int questions,
        int submitted,
        int asked,
        int known,
        int failed,
        long costNano,
        @Nullable String error,
        Instant createdAt,
        Instant updatedAt) {

    static final String RUNNING = "running";

    static WarmJob begun(String id, String model, int questions, Instant now) {
        return new WarmJob(id, RUNNING, model, questions, 0, 0, 0, 0, 0, null, now, now);
    }

    WarmJob submitted(int more) {
        return with(state, submitted + more, asked, known, failed, costNano, error);
    }

    WarmJob answered(boolean fromCache, long cost) {
        return with(
                state,
                submitted,
                asked + (fromCache ? 0 : 1),
                known + (fromCache ? 1 : 0),
                failed,
                costNano + cost,
                error);
    }

    WarmJob failed(String why) {
        return with(state, submitted, asked, known, failed + 1, costNano, why);
    }

    WarmJob ended(String how, @Nullable String why) {
        return with(how, submitted, asked, known, failed, costNano, why == null ? error : why);
    }

    WarmJob at(Instant now) {
        return new WarmJob(
                id, state, model, questions, submitted, asked, known, failed, costNano, error, createdAt, now);
    }

    private WarmJob with(
            String newState, int sent, int byModel, int byCache, int without, long cost, @Nullable String why) {
        return new WarmJob(
                id, newState, model, questions, sent, byModel, byCache, without, cost, why, createdAt, updatedAt);
    }
}
