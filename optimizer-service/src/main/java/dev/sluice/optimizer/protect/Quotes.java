package dev.sluice.optimizer.protect;

import java.util.Arrays;

/** Quoted text and inline code: spans that end with the mark that fits the one they began with. */
final class Quotes {

    private static final int LONGEST_TICKS = 16;
    private static final int FENCE = 3;

    private final String text;
    /** For a run of n ticks: no closing run before this position, so that unbalanced ticks cost one search. */
    private final int[] noTicksBefore = new int[LONGEST_TICKS + 1];

    private int noAposBefore;
    private int knownLineEnd = -1;
    private int knownParagraphEnd = -1;

    Quotes(String text) {
        this.text = text;
        Arrays.fill(noTicksBefore, 0);
    }

    /**
     * The end of the inline code that begins with the ticks here, or the position when they do not close in their
     * paragraph. Three ticks or more may span paragraphs, and unclosed they protect the rest.
     */
    int code(int open) {
        int length = run(open) - open;
        if (length > LONGEST_TICKS || open < noTicksBefore[length]) {
            return open;
        }
        int limit = length >= FENCE ? text.length() : paragraphEnd(open);
        for (int at = open + length; at < limit; ) {
            if (text.charAt(at) != '`') {
                at++;
                continue;
            }
            int end = run(at);
            if (end - at == length) {
                return end;
            }
            at = end;
        }
        noTicksBefore[length] = limit;
        return length >= FENCE ? limit : open;
    }

    /** Where the ticks that begin here end. */
    int run(int open) {
        int at = open;
        while (at < text.length() && text.charAt(at) == '`') {
            at++;
        }
        return at;
    }

    /**
     * The end of the quotation that begins here, or the position when it is none. A double quote that is not closed
     * in its paragraph protects the rest of the paragraph; an apostrophe that is not closed on its line is no quote.
     */
    int end(int open) {
        return switch (text.charAt(open)) {
            case '"' -> closeOrParagraph(open, '"');
            case '“', '„' -> german(open);
            case '«' -> closeOrParagraph(open, '»');
            case '「' -> closeOrParagraph(open, '」');
            case '『' -> closeOrParagraph(open, '』');
            case '‘' -> single(open, '’');
            default -> single(open, '\'');
        };
    }

    private int german(int open) {
        int limit = paragraphEnd(open);
        int english = text.indexOf('”', open + 1, limit);
        int german = text.charAt(open) == '„' ? text.indexOf('“', open + 1, limit) : -1;
        int end = english < 0 ? german : german < 0 ? english : Math.min(english, german);
        return end < 0 ? limit : end + 1;
    }

    private int closeOrParagraph(int open, char close) {
        int limit = paragraphEnd(open);
        int end = text.indexOf(close, open + 1, limit);
        return end < 0 ? limit : end + 1;
    }

    private int single(int open, char close) {
        boolean opens = open == 0 || " \t\n([{:=\u2014".indexOf(text.charAt(open - 1)) >= 0;
        boolean holds = open + 1 < text.length() && !Character.isWhitespace(text.charAt(open + 1));
        if (!opens || !holds || open < noAposBefore) {
            return open;
        }
        int limit = lineEnd(open);
        for (int at = open + 1; at < limit; at++) {
            boolean last = at + 1 >= text.length() || !Character.isLetterOrDigit(text.charAt(at + 1));
            if (text.charAt(at) == close && last) {
                return at + 1;
            }
        }
        noAposBefore = limit;
        return open;
    }

    /** The scan goes forward only, so the last line end found holds until it is passed. */
    private int lineEnd(int from) {
        if (from > knownLineEnd) {
            int end = text.indexOf('\n', from);
            knownLineEnd = end < 0 ? text.length() : end;
        }
        return knownLineEnd;
    }

    /** The next blank line, or the end; remembered like the line end. */
    private int paragraphEnd(int from) {
        if (from > knownParagraphEnd) {
            knownParagraphEnd = findParagraphEnd(from);
        }
        return knownParagraphEnd;
    }

    private int findParagraphEnd(int from) {
        int line = text.indexOf('\n', from);
        while (line >= 0) {
            int next = line + 1;
            while (next < text.length() && " \t\r".indexOf(text.charAt(next)) >= 0) {
                next++;
            }
            if (next >= text.length() || text.charAt(next) == '\n') {
                return line;
            }
            line = text.indexOf('\n', next);
        }
        return text.length();
    }
}
