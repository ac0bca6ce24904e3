package dev.sluice.optimizer.rewrite;

/**
 * One proposed change.
 *
 * @param from first character replaced
 * @param to end of what is replaced, exclusive
 * @param replacement what stands there afterwards; empty to remove
 * @param leave what it may touch
 */
public record Edit(int from, int to, String replacement, Leave leave) {

    /** What an edit may touch of what is protected. */
    public enum Leave {
        /** Nothing. */
        NOTHING,
        /** Negations: the same words stand earlier in the text, so they stay there too. */
        REPEATED_NEGATIONS,
        /** The form of one piece of JSON, with the same values in it. */
        FORM_OF_JSON
    }

    Edit(int from, int to, String replacement) {
        this(from, to, replacement, Leave.NOTHING);
    }

    static Edit ofRepetition(int from, int to) {
        return new Edit(from, to, "", Leave.REPEATED_NEGATIONS);
    }

    static Edit ofSameJson(int from, int to, String json) {
        return new Edit(from, to, json, Leave.FORM_OF_JSON);
    }
}
