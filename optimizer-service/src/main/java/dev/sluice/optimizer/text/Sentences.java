package dev.sluice.optimizer.text;

import dev.sluice.optimizer.protect.Guarded;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Splits a text into sentences. A protected span is never split; each line that ends with a colon, each heading,
 * each title above a paragraph and each list item is a sentence of its own; a line break inside a paragraph is a blank.
 */
public final class Sentences {

    private static final Set<String> ABBREVIATIONS = Set.of(
            "mr", "mrs", "ms", "dr", "prof", "st", "sr", "jr", "vs", "etc", "e.g", "i.e", "eg", "ie", "cf", "fig", "no",
            "al", "inc", "ltd", "co", "corp", "dept", "approx", "u.s", "u.k", "jan", "feb", "mar", "apr", "jun", "jul",
            "aug", "sep", "sept", "oct", "nov", "dec");
    private static final int LONGEST_TITLE = 72;
    private static final String TERMINATORS = ".!?…。！？\n";
    private static final String CLOSERS = ")]}\"'”’»";

    private Sentences() {}

    /** The sentences of a text, in order; together they cover it, but for blanks at its beginning. */
    public static List<Sentence> of(Guarded guarded) {
        String text = guarded.text();
        var sentences = new ArrayList<Sentence>();
        int paragraph = 0;
        int from = skipBlank(text, 0);
        int at = from;
        while (at < text.length()) {
            int end = endAt(guarded, at);
            if (end < 0) {
                at = TERMINATORS.indexOf(text.charAt(at)) < 0
                        ? at + 1
                        : Math.max(at + 1, guarded.spans().skip(at));
                continue;
            }
            int next = skipBlank(text, end);
            if (end > from) {
                sentences.add(new Sentence(from, end, next, paragraph));
            }
            if (blankLine(text, end, next)) {
                paragraph++;
            }
            from = next;
            at = next;
        }
        if (from < text.length()) {
            sentences.add(new Sentence(from, text.length(), text.length(), paragraph));
        }
        return sentences;
    }

    /** Where the sentence ends, if the character here ends one; -1 otherwise. */
    private static int endAt(Guarded guarded, int at) {
        String text = guarded.text();
        char c = text.charAt(at);
        if (TERMINATORS.indexOf(c) < 0 || guarded.spans().skip(at) > at) {
            return -1;
        }
        if (c == '。' || c == '！' || c == '？') {
            return at + 1;
        }
        if (c == '\n') {
            return endsLine(text, at) ? at : -1;
        }
        int end = at + 1;
        while (end < text.length()
                && (CLOSERS.indexOf(text.charAt(end)) >= 0 || ".!?".indexOf(text.charAt(end)) >= 0)) {
            end++;
        }
        boolean blank = end >= text.length() || Character.isWhitespace(text.charAt(end));
        return blank && !(c == '.' && isAbbreviation(text, at)) ? end : -1;
    }

    private static boolean endsLine(String text, int newline) {
        int next = newline + 1;
        int first = next;
        while (first < text.length() && " \t\r".indexOf(text.charAt(first)) >= 0) {
            first++;
        }
        if (first >= text.length() || text.charAt(first) == '\n' || startsItem(text, first)) {
            return true;
        }
        int lineStart = text.lastIndexOf('\n', newline - 1) + 1;
        int last = newline - 1;
        while (last > lineStart && Character.isWhitespace(text.charAt(last))) {
            last--;
        }
        int start = skipBlank(text, lineStart);
        return last >= lineStart
                && (text.charAt(last) == ':'
                        || (start < newline && startsItem(text, start))
                        || isTitle(text, start, last + 1, first));
    }

    /**
     * Whether a line is the title of the paragraph it begins: short, like a name, above a line that is much longer.
     *
     * @param next the first character of the next line
     */
    private static boolean isTitle(String text, int from, int to, int next) {
        boolean shortEnough = to > from && to - from <= LONGEST_TITLE;
        if (!shortEnough || !opensParagraph(text, from) || ".!?,;-".indexOf(text.charAt(to - 1)) >= 0) {
            return false;
        }
        int end = text.indexOf('\n', next);
        int below = (end < 0 ? text.length() : end) - next;
        return !Character.isLowerCase(text.charAt(from))
                && !Character.isLowerCase(text.charAt(next))
                && below >= 2 * (to - from);
    }

    private static boolean opensParagraph(String text, int from) {
        int before = from - 1;
        int lines = 0;
        while (before >= 0 && Character.isWhitespace(text.charAt(before))) {
            lines += text.charAt(before) == '\n' ? 1 : 0;
            before--;
        }
        return before < 0 || lines > 1;
    }

    /** Whether a heading, list item or table row begins here. */
    static boolean startsItem(String text, int at) {
        char c = text.charAt(at);
        boolean bullet = "#-*+•–>|".indexOf(c) >= 0;
        int digits = at;
        while (digits < text.length() && digits < at + 4 && Character.isDigit(text.charAt(digits))) {
            digits++;
        }
        boolean numbered =
                digits > at && digits < text.length() && (text.charAt(digits) == '.' || text.charAt(digits) == ')');
        return bullet || numbered;
    }

    private static boolean isAbbreviation(String text, int dot) {
        int start = dot;
        while (start > 0
                && dot - start < 12
                && (Character.isLetter(text.charAt(start - 1)) || text.charAt(start - 1) == '.')) {
            start--;
        }
        String word = text.substring(start, dot);
        boolean initial = word.length() == 1 && Character.isUpperCase(word.charAt(0)) && word.charAt(0) != 'I';
        return initial || ABBREVIATIONS.contains(word.toLowerCase(Locale.ROOT));
    }

    private static boolean blankLine(String text, int from, int to) {
        int first = text.indexOf('\n', from);
        return first >= 0 && first < to && text.indexOf('\n', first + 1) >= 0 && text.indexOf('\n', first + 1) < to;
    }

    private static int skipBlank(String text, int from) {
        int at = from;
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
        return at;
    }
}
