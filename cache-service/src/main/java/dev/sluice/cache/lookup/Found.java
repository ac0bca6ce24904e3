package dev.sluice.cache.lookup;

import dev.sluice.cache.budget.Repute;
import dev.sluice.cache.budget.Reputes;
import dev.sluice.cache.store.Answer;
import org.jspecify.annotations.Nullable;

/** What a look-up found. */
sealed interface Found {

    /** The answer that is served; null when none is. */
    default @Nullable Answer answerServed() {
        return switch (this) {
            case Same(Answer answer) -> answer;
            case Similar similar -> similar.answer();
            case Proven(Answer answer, double similarity) -> answer;
            case Shadowed shadowed -> null;
            case Nothing nothing -> null;
        };
    }

    /**
     * Nothing.
     *
     * @param nearest the best similarity that was seen, or negative when nothing was compared
     */
    record Nothing(double nearest) implements Found {}

    /**
     * Nothing is served, but in shadow mode there is something that would be.
     *
     * @param similarity cosine of the two questions
     */
    record Shadowed(double similarity) implements Found {}

    /**
     * The same question.
     *
     * @param answer its answer
     */
    record Same(Answer answer) implements Found {}

    /**
     * A question that means the same.
     *
     * @param answer its answer
     * @param hit the wording, and how sure it is
     * @param repute what was known of the answer's hits before
     * @param audit whether the model is to be asked too
     */
    record Similar(Answer answer, Reputes.Hit hit, Repute repute, boolean audit) implements Found {}

    /**
     * A question that is proven to mean the same, so that nothing was compared.
     *
     * @param answer its answer
     * @param similarity cosine of the two questions
     */
    record Proven(Answer answer, double similarity) implements Found {}
}
