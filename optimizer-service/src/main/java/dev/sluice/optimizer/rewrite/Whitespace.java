package dev.sluice.optimizer.rewrite;

import dev.sluice.optimizer.protect.Guarded;
import java.util.ArrayList;
import java.util.List;

/** Blanks nobody reads: runs inside a line, blanks before a line end, more than one blank line. Indentation stays. */
public final class Whitespace implements Strategy {

    @Override
    public String name() {
        return "whitespace";
    }

    @Override
    public boolean lossless() {
        return true;
    }

    @Override
    public List<Edit> edits(Guarded guarded) {
        String text = guarded.text();
        var edits = new ArrayList<Edit>();
        int at = 0;
        while (at < text.length()) {
            if (!isBlank(text.charAt(at))) {
                at++;
                continue;
            }
            int end = at;
            int lines = 0;
            int lastLine = at;
            while (end < text.length() && isBlank(text.charAt(end))) {
                if (text.charAt(end) == '\n') {
                    lines++;
                    lastLine = end + 1;
                }
                end++;
            }
            propose(text, at, end, lines, lastLine, edits);
            at = end;
        }
        return edits;
    }

    private static void propose(String text, int from, int end, int lines, int lastLine, List<Edit> edits) {
        if (end == text.length()) {
            edits.add(new Edit(from, end, ""));
        } else if (lines > 0) {
            // What follows the last line end is the next line's indentation.
            String replacement = from == 0 ? "" : lines == 1 ? "\n" : "\n\n";
            if (lastLine - from > replacement.length()) {
                edits.add(new Edit(from, lastLine, replacement));
            }
        } else if (from > 0 && end - from > 1) {
            edits.add(new Edit(from, end, " "));
        }
    }

    private static boolean isBlank(char c) {
        return c == ' ' || c == '\t' || c == '\n' || c == '\r';
    }
}
