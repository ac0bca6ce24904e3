package dev.sluice.cache.lookup;

import dev.sluice.cache.store.Answer;

/** What a look-up found. */
sealed interface Found {

    /**
     * Nothing.
     *
     * @param nearest the best similarity that was seen, or negative when nothing was compared
     */
    record Nothing(double nearest) implements Found {}

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
     * @param similarity cosine of the two questions
     */
    record Similar(Answer answer, double similarity) implements Found {}
}
