package dev.sluice.optimizer.rewrite;

/**
 * One proposed change.
 *
 * @param from first character replaced
 * @param to end of what is replaced, exclusive
 * @param replacement what stands there afterwards; empty to remove
 * @param repetition whether the same words stand earlier in the text: then negations may go, since they stay there too
 */
public record Edit(int from, int to, String replacement, boolean repetition) {

    Edit(int from, int to, String replacement) {
        this(from, to, replacement, false);
    }

    static Edit ofRepetition(int from, int to) {
        return new Edit(from, to, "", true);
    }
}
