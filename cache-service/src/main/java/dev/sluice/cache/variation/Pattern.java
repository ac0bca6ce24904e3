package dev.sluice.cache.variation;

import java.util.Arrays;
import java.util.List;

/**
 * Words that tell a category. {@code price*} matches words that begin so, {@code _} any word, {@code __} up to four words or
 * none; all others match themselves.
 *
 * @param words the words of the pattern
 */
record Pattern(List<String> words) {

    private static final int GAP = 4;
    private static final int LONGEST = 100;
    /** Each multiplies the ways in which a pattern may fit. */
    private static final int MOST_GAPS = 2;

    Pattern {
        words = List.copyOf(words);
    }

    /** @throws IllegalArgumentException with a sentence about what is wrong */
    static Pattern of(String text) {
        List<String> words = Arrays.stream(
                        text.strip().toLowerCase(java.util.Locale.ROOT).split("\\s+"))
                .filter(word -> !word.isEmpty())
                .toList();
        if (words.isEmpty() || text.length() > LONGEST) {
            throw new IllegalArgumentException("a pattern has 1 to %d characters".formatted(LONGEST));
        }
        if (words.stream().allMatch(word -> word.equals("_") || word.equals("__") || word.equals("*"))) {
            throw new IllegalArgumentException("the pattern '%s' names no word".formatted(text.strip()));
        }
        if (words.stream().filter(word -> word.equals("__")).count() > MOST_GAPS) {
            throw new IllegalArgumentException(
                    "the pattern '%s' has more than %d times __".formatted(text.strip(), MOST_GAPS));
        }
        return new Pattern(words);
    }

    /** How much it says: the square of the words it names, since longer patterns are hit less by chance. */
    int weight() {
        int named = (int) words.stream().filter(word -> !word.startsWith("_")).count();
        return named * named;
    }

    /** Whether it occurs anywhere in a question. */
    boolean occursIn(List<String> question) {
        for (int at = 0; at < question.size(); at++) {
            if (matches(question, at, 0)) {
                return true;
            }
        }
        return false;
    }

    private boolean matches(List<String> question, int at, int word) {
        if (word == words.size()) {
            return true;
        }
        String wanted = words.get(word);
        if (wanted.equals("__")) {
            for (int skip = 0; skip <= GAP && at + skip <= question.size(); skip++) {
                if (matches(question, at + skip, word + 1)) {
                    return true;
                }
            }
            return false;
        }
        return at < question.size() && fits(wanted, question.get(at)) && matches(question, at + 1, word + 1);
    }

    private static boolean fits(String wanted, String word) {
        return wanted.equals("_")
                || wanted.equals(word)
                || (wanted.endsWith("*") && word.startsWith(wanted.substring(0, wanted.length() - 1)));
    }
}
