package dev.sluice.worker.knowledge;

import dev.sluice.worker.embeddings.Embeddings;
import io.quarkus.logging.Log;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The vector of a question, if it can be had at once. A search never waits long for it, and after a failure not at all for a
 * moment.
 */
final class QuestionVectors {

    private static final Duration LEFT_ALONE = Duration.ofSeconds(2);

    private final Embeddings embeddings;
    private final VectorStore store;
    private final Duration within;
    private volatile long failedAt = System.nanoTime() - LEFT_ALONE.toNanos();

    QuestionVectors(Embeddings embeddings, VectorStore store, Duration within) {
        this.embeddings = embeddings;
        this.store = store;
        this.within = within;
    }

    Optional<Retrieval.Meaning> of(String tenant, String question) {
        String model = store.model();
        if (model.isEmpty() || System.nanoTime() - failedAt < LEFT_ALONE.toNanos()) {
            return Optional.empty();
        }
        try {
            Embeddings.Made made = embeddings.made(tenant, List.of(Retrieval.asked(model, question)), within);
            return made.model().equals(model)
                    ? Optional.of(new Retrieval.Meaning(
                            model, new Vector(made.vectors().getFirst())))
                    : Optional.empty();
        } catch (Embeddings.Away e) {
            failedAt = System.nanoTime();
            Log.debugf("a question gets no vector (%s)", e.getMessage());
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }
}
