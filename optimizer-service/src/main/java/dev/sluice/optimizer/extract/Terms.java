package dev.sluice.optimizer.extract;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The words of a text as search sees them: lower case, without stop words, endings cut to bring plural and singular
 * together. Scripts written without blanks give pairs of characters.
 */
final class Terms {

    private static final Set<String> STOP = Set.of(
            "a", "an", "and", "are", "as", "at", "be", "been", "but", "by", "can", "did", "do", "does", "for", "from",
            "had", "has", "have", "he", "her", "his", "how", "i", "if", "in", "into", "is", "it", "its", "me", "my",
            "of", "on", "or", "our", "she", "so", "some", "such", "than", "that", "the", "their", "them", "then",
            "there", "these", "they", "this", "those", "to", "us", "was", "we", "were", "what", "when", "where",
            "which", "who", "whom", "whose", "why", "will", "with", "would", "you", "your", "tell", "please", "many",
            "much");
    private static final int WIDE_FROM = 0x2E80;

    private Terms() {}

    static List<String> of(String text) {
        var terms = new ArrayList<String>();
        int at = 0;
        while (at < text.length()) {
            char c = text.charAt(at);
            if (!Character.isLetterOrDigit(c)) {
                at++;
            } else if (c >= WIDE_FROM) {
                at = wide(text, at, terms);
            } else {
                at = word(text, at, terms);
            }
        }
        return terms;
    }

    private static int word(String text, int from, List<String> terms) {
        int end = from;
        while (end < text.length() && Character.isLetterOrDigit(text.charAt(end)) && text.charAt(end) < WIDE_FROM) {
            end++;
        }
        String word = text.substring(from, end).toLowerCase(Locale.ROOT);
        if (!STOP.contains(word)) {
            terms.add(stem(word));
        }
        return end;
    }

    private static int wide(String text, int from, List<String> terms) {
        int end = from;
        while (end < text.length() && Character.isLetterOrDigit(text.charAt(end)) && text.charAt(end) >= WIDE_FROM) {
            end++;
        }
        for (int at = from; at < end; at++) {
            terms.add(text.substring(at, Math.min(end, at + 2)));
        }
        return end;
    }

    /** A weak stemmer: the endings of plural, past and gerund, where three letters stay. */
    private static String stem(String word) {
        int length = word.length();
        if (length > 5 && word.endsWith("ing")) {
            return word.substring(0, length - 3);
        }
        if (length > 4 && word.endsWith("ies")) {
            return word.substring(0, length - 3) + "y";
        }
        if (length > 4 && (word.endsWith("ed") || word.endsWith("es"))) {
            return word.substring(0, length - 2);
        }
        if (length > 3 && word.endsWith("s") && !word.endsWith("ss")) {
            return word.substring(0, length - 1);
        }
        return length > 4 && word.endsWith("e") ? word.substring(0, length - 1) : word;
    }
}
