package dev.sluice.optimizer.rewrite;

/** Where in a sentence something stands, and what goes with it when it is removed. */
final class Places {

    private static final String BULLETS = "-*+•–#>";

    private Places() {}

    /** Whether a sentence, line or list item begins at this position. */
    static boolean startsSentence(String text, int at) {
        int before = at - 1;
        while (before >= 0 && (text.charAt(before) == ' ' || text.charAt(before) == '\t')) {
            before--;
        }
        if (before < 0 || text.charAt(before) == '\n') {
            return true;
        }
        char last = text.charAt(before);
        boolean gap = before < at - 1;
        if (gap && (last == '.' || last == '!' || last == '?' || last == ':')) {
            return true;
        }
        return gap && BULLETS.indexOf(last) >= 0 && startsLine(text, before);
    }

    private static boolean startsLine(String text, int at) {
        int before = at - 1;
        while (before >= 0 && (" \t".indexOf(text.charAt(before)) >= 0 || BULLETS.indexOf(text.charAt(before)) >= 0)) {
            before--;
        }
        return before < 0 || text.charAt(before) == '\n';
    }

    /** Whether a match keeps to its rule's guard. */
    static boolean fits(Rule.Guard guard, String text, int from, int to, boolean starts) {
        return switch (guard) {
            case ANYWHERE -> true;
            case TEXT_START -> startsText(text, from);
            case SENTENCE_START -> starts;
            case SENTENCE_END -> endsSentence(text, to);
            case WHOLE_SENTENCE -> starts && endsSentence(text, to);
            case INSIDE -> !starts && !isBehindComma(text, from);
            case BEHIND_COMMA -> isBehindComma(text, from);
        };
    }

    private static boolean isBehindComma(String text, int from) {
        int gap = blankBefore(text, from);
        return gap > 0 && gap < from && text.charAt(gap - 1) == ',';
    }

    private static boolean startsText(String text, int from) {
        int at = 0;
        while (at < from && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
        return at == from;
    }

    private static boolean endsSentence(String text, int to) {
        return to >= text.length() || ".!?\n\r".indexOf(text.charAt(to)) >= 0;
    }

    /** Where the text goes on when the beginning of a sentence is removed: behind the comma or full stop and blanks. */
    static int afterRemoval(String text, int end) {
        int at = end;
        while (at < text.length() && ",.!".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
        while (at < text.length() && (text.charAt(at) == ' ' || text.charAt(at) == '\t')) {
            at++;
        }
        return at;
    }

    /** Where the blanks before this position begin. */
    static int blankBefore(String text, int from) {
        int start = from;
        while (start > 0 && (text.charAt(start - 1) == ' ' || text.charAt(start - 1) == '\t')) {
            start--;
        }
        return start;
    }

    /**
     * The edit for a match within a sentence; a removal takes the blanks before it along, and the commas
     * that set it apart.
     */
    static Edit within(String text, int from, int to, String replacement) {
        if (!replacement.isEmpty()) {
            return new Edit(from, to, replacement);
        }
        int start = blankBefore(text, from);
        int end = to;
        if (start > 0 && text.charAt(start - 1) == ',') {
            boolean enclosed = end < text.length() && text.charAt(end) == ',';
            start -= enclosed || endsSentence(text, end) ? 1 : 0;
            end += enclosed ? 1 : 0;
        }
        return new Edit(start, end, "");
    }

    /** Where the word that begins here ends. */
    static int wordEnd(String text, int from) {
        int end = from + 1;
        while (end < text.length()
                && (Character.isLetterOrDigit(text.charAt(end)) || "'’_".indexOf(text.charAt(end)) >= 0)) {
            end++;
        }
        return end;
    }
}
