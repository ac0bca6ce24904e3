package dev.sluice.optimizer.protect;

/** Lines that are code as a whole: fenced blocks, indented lines, table rows, aligned columns. */
final class Lines {

    private final String text;

    Lines(String text) {
        this.text = text;
    }

    static boolean isStart(String text, int at) {
        return at == 0 || text.charAt(at - 1) == '\n';
    }

    /** The end of the code that begins with the line at this position, or the position when the line is prose. */
    int end(int start) {
        int lineEnd = lineEnd(start);
        int first = start;
        while (first < lineEnd && (text.charAt(first) == ' ' || text.charAt(first) == '\t')) {
            first++;
        }
        if (first == lineEnd || text.charAt(first) == '\r') {
            return start;
        }
        char mark = text.charAt(first);
        if (mark == '`' || mark == '~') {
            int run = run(first, mark);
            if (run >= 3 && (mark == '~' || text.indexOf('`', first + run) >= lineEnd || noMoreTicks(first + run))) {
                return closingFence(lineEnd, mark, run);
            }
        }
        boolean tab = text.charAt(start) == '\t';
        return tab || first - start >= 4 || mark == '|' || isAligned(first, lineEnd) ? lineEnd : start;
    }

    private boolean noMoreTicks(int from) {
        return text.indexOf('`', from) < 0;
    }

    /** A fence that is never closed protects everything after it. */
    private int closingFence(int from, char mark, int opening) {
        int line = from;
        while (line < text.length()) {
            int start = line + 1;
            int end = lineEnd(start);
            int first = start;
            while (first < end && (text.charAt(first) == ' ' || text.charAt(first) == '\t')) {
                first++;
            }
            if (first < end
                    && text.charAt(first) == mark
                    && run(first, mark) >= opening
                    && text.substring(first + run(first, mark), end).isBlank()) {
                return end;
            }
            line = end;
        }
        return text.length();
    }

    /** Two gaps of two or more blanks between words: columns somebody lined up. */
    private boolean isAligned(int first, int end) {
        int gaps = 0;
        for (int at = first; at < end; at++) {
            char c = text.charAt(at);
            if (c == '\t') {
                gaps += 2;
            } else if (c == ' ' && at + 1 < end && text.charAt(at + 1) == ' ') {
                char before = text.charAt(at - 1);
                while (at + 1 < end && text.charAt(at + 1) == ' ') {
                    at++;
                }
                boolean betweenSentences = before == '.' || before == '!' || before == '?' || before == ':';
                if (at + 1 < end && text.charAt(at + 1) != '\r' && !betweenSentences) {
                    gaps++;
                }
            }
        }
        return gaps >= 2;
    }

    private int run(int from, char mark) {
        int at = from;
        while (at < text.length() && text.charAt(at) == mark) {
            at++;
        }
        return at - from;
    }

    private int lineEnd(int from) {
        int end = text.indexOf('\n', from);
        return end < 0 ? text.length() : end;
    }
}
