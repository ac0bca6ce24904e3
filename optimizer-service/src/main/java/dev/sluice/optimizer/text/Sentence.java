package dev.sluice.optimizer.text;

/**
 * A sentence's place in its text; the blanks behind it belong to it.
 *
 * @param from first character
 * @param to end, exclusive, before the blanks
 * @param next where the next one begins
 * @param paragraph the number of its paragraph, from 0
 */
public record Sentence(int from, int to, int next, int paragraph) {

    /** The sentence without the blanks behind it. */
    public String in(String text) {
        return text.substring(from, to);
    }
}
