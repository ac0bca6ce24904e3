package dev.sluice.cache.faq;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the paths of the FAQ take and answer. */
final class FaqViews {

    private FaqViews() {}

    /**
     * A tenant's FAQ.
     *
     * @param answers some of its answers, by id
     * @param total how many there are
     * @param phrasings how many phrasings they have
     * @param trust how far guesses are trusted
     */
    @RegisterForReflection
    record Listing(List<FaqAnswer> answers, int total, int phrasings, List<Trusted> trust) {

        Listing {
            answers = List.copyOf(answers);
            trust = List.copyOf(trust);
        }
    }

    /**
     * How far guesses are trusted.
     *
     * @param model the model whose own answers these are; absent for the answers for any model
     * @param trials imported phrasings on which guesses were tried
     * @param maxError the part of questions that may get a wrong answer
     * @param needed the least confidence that is enough; absent when the trials are too few to show any, so that only
     *     phrasings that mean the same as a question answer it
     */
    @RegisterForReflection
    record Trusted(
            @Nullable String model,
            int trials,
            double maxError,
            @Nullable Double needed) {}

    /**
     * A question to try.
     *
     * @param question the question
     * @param model the model it would be asked of; absent means any
     */
    @RegisterForReflection
    record Try(@Nullable String question, @Nullable String model) {}

    /**
     * Whether a question would be answered, and why.
     *
     * @param answered whether it would
     * @param because {@code phrasing}, {@code meaning}, {@code intent}, {@code unsure}, or {@code nothing} when there is
     *     nothing to compare with
     * @param id the answer that would be served
     * @param answer its text
     * @param nearestId the answer that fits best, served or not
     * @param phrasing the nearest phrasing
     * @param similarity its cosine
     * @param confidence of the guess, 0 to 1
     * @param needed the least confidence that is enough; absent when none is
     */
    @RegisterForReflection
    record Tried(
            boolean answered,
            String because,
            @Nullable String id,
            @Nullable String answer,
            @Nullable String nearestId,
            @Nullable String phrasing,
            @Nullable Double similarity,
            @Nullable Double confidence,
            @Nullable Double needed) {

        static Tried nothing() {
            return new Tried(false, "nothing", null, null, null, null, null, null, null);
        }
    }

    /**
     * How much was deleted.
     *
     * @param deleted answers
     */
    @RegisterForReflection
    record Deleted(int deleted) {}
}
