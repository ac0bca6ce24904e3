package dev.sluice.cache.faq;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An answer of a tenant's FAQ.
 *
 * @param id its id, the tenant's own or made from model and answer
 * @param questions how it is asked for, 1 to 100 phrasings
 * @param answer the answer as it is served
 * @param model the only model whose questions it answers; absent means any
 * @param category what it is about, in the tenant's words
 * @param createdAt when it was imported
 * @param expiresAt from when on it is not served; absent means never
 */
@RegisterForReflection
public record FaqAnswer(
        String id,
        List<String> questions,
        String answer,
        @Nullable String model,
        @Nullable String category,
        Instant createdAt,
        @Nullable Instant expiresAt) {

    public FaqAnswer {
        questions = List.copyOf(questions);
    }

    /** Whether it may be served at this moment. */
    boolean isAlive(Instant now) {
        return expiresAt == null || now.isBefore(expiresAt);
    }

    /** Whether it may answer what a model is asked, named with its provider or without. */
    boolean isFor(String asked) {
        return model == null || model.equals(asked) || asked.endsWith("/" + model);
    }
}
