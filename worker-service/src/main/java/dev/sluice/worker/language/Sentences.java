package dev.sluice.worker.language;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Cuts text into sentences by punctuation, line structure and a list of abbreviations. Each is verbatim. */
public final class Sentences {

    private static final Set<String> ABBREVIATIONS = Set.of(
            "mr", "mrs", "ms", "dr", "prof", "st", "jr", "sr", "vs", "etc", "eg", "ie", "e.g", "i.e", "cf", "al", "fig",
            "no", "vol", "pp", "inc", "ltd", "co", "corp", "dept", "approx", "est", "gen", "rev", "jan", "feb", "mar",
            "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec", "u.s", "u.k", "a.m", "p.m", "bzw", "z.b",
            "d.h");

    private Sentences() {}

    /**
     * A sentence and where it stands.
     *
     * @param text verbatim, without space around it
     * @param start its first character in the text
     */
    public record Sentence(String text, int start) {}

    /** The sentences in their order. */
    public static List<Sentence> of(String text) {
        List<Sentence> found = new ArrayList<>();
        int start = 0;
        int i = 0;
        while (i < text.length()) {
            int end = endAt(text, start, i);
            if (end > i) {
                add(found, text, start, end);
                start = end;
                i = end;
            } else {
                i++;
            }
        }
        add(found, text, start, text.length());
        return found;
    }

    /** Where the sentence ends if this character ends it; else no more than {@code i}. */
    private static int endAt(String text, int start, int i) {
        char c = text.charAt(i);
        if (c == '\n') {
            return endsLine(text, i) ? i + 1 : i;
        }
        if (c == '。' || c == '！' || c == '？') {
            return i + 1;
        }
        if (c != '.' && c != '!' && c != '?' && c != '…') {
            return i;
        }
        int end = i + 1;
        while (end < text.length() && ".!?…\"')]”’»".indexOf(text.charAt(end)) >= 0) {
            end++;
        }
        if (end == text.length()) {
            return end;
        }
        if (!Character.isWhitespace(text.charAt(end)) || (c == '.' && end == i + 1 && isAbbreviation(text, start, i))) {
            return i;
        }
        int next = end;
        while (next < text.length() && Character.isWhitespace(text.charAt(next))) {
            next++;
        }
        return next == text.length() || !Character.isLowerCase(text.charAt(next)) ? end : i;
    }

    /** A blank line, a list item or a heading on either side ends a sentence; a plain line break does not. */
    private static boolean endsLine(String text, int i) {
        int next = i + 1;
        while (next < text.length() && (text.charAt(next) == ' ' || text.charAt(next) == '\t')) {
            next++;
        }
        if (next >= text.length() || "\n\r-*#|>•".indexOf(text.charAt(next)) >= 0) {
            return true;
        }
        int digits = next;
        while (digits < text.length() && Character.isDigit(text.charAt(digits))) {
            digits++;
        }
        if (digits > next && digits < text.length() && ".)".indexOf(text.charAt(digits)) >= 0) {
            return true;
        }
        int line = text.lastIndexOf('\n', i - 1) + 1;
        return line < text.length() && "#|".indexOf(text.charAt(line)) >= 0;
    }

    private static boolean isAbbreviation(String text, int start, int dot) {
        int word = dot;
        while (word > start && !Character.isWhitespace(text.charAt(word - 1)) && text.charAt(word - 1) != '(') {
            word--;
        }
        String before = text.substring(word, dot);
        return (before.length() == 1 && Character.isUpperCase(before.charAt(0)))
                || ABBREVIATIONS.contains(before.toLowerCase(Locale.ROOT));
    }

    private static void add(List<Sentence> found, String text, int start, int end) {
        int from = start;
        int to = end;
        while (from < to && Character.isWhitespace(text.charAt(from))) {
            from++;
        }
        while (to > from && Character.isWhitespace(text.charAt(to - 1))) {
            to--;
        }
        if (to > from) {
            found.add(new Sentence(text.substring(from, to), from));
        }
    }
}
