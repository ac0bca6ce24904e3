package dev.sluice.optimizer.rewrite;

import dev.sluice.optimizer.protect.Guarded;
import dev.sluice.optimizer.protect.Kind;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Paragraphs that say again, word for word, what an earlier paragraph said. The later one goes. A paragraph that holds
 * a fact, a quotation or markup stays, and so does one below a heading or an introduction that ends with a colon: there
 * the place is part of the meaning.
 */
public final class Duplicates implements Strategy {

    private static final int SHORTEST = 32;
    private static final String MARKUP = "{}[]<>\"“”„«»`|#:";

    @Override
    public String name() {
        return "duplicates";
    }

    @Override
    public boolean lossless() {
        return true;
    }

    @Override
    public List<Edit> edits(Guarded guarded) {
        String text = guarded.text();
        Set<String> seen = new HashSet<>();
        var edits = new ArrayList<Edit>();
        boolean introduced = false;
        int at = 0;
        while (at < text.length()) {
            int end = paragraphEnd(text, at);
            int next = skipBlank(text, end);
            boolean again = end - at >= SHORTEST && !seen.add(normal(text, at, end));
            if (again && !introduced && isPlain(guarded, at, end)) {
                // The last paragraph takes the blank lines before it along, any other those behind it.
                edits.add(
                        next < text.length()
                                ? Edit.ofRepetition(at, next)
                                : Edit.ofRepetition(blankBefore(text, at), end));
            } else {
                introduced = introduces(text, at, end);
            }
            at = next;
        }
        return edits;
    }

    private static boolean isPlain(Guarded guarded, int from, int to) {
        String text = guarded.text();
        for (int at = from; at < to; at++) {
            if (MARKUP.indexOf(text.charAt(at)) >= 0) {
                return false;
            }
        }
        return !guarded.spans().hold(from, to, Kind.FACTS);
    }

    private static boolean introduces(String text, int from, int to) {
        return text.charAt(from) == '#' || (to > from && text.charAt(to - 1) == ':');
    }

    private static String normal(String text, int from, int to) {
        return String.join(" ", text.substring(from, to).strip().split("\\s+", -1));
    }

    private static int paragraphEnd(String text, int from) {
        int end = from;
        while (end < text.length()) {
            int line = text.indexOf('\n', end);
            if (line < 0) {
                return text.length();
            }
            int next = line + 1;
            while (next < text.length() && " \t\r".indexOf(text.charAt(next)) >= 0) {
                next++;
            }
            if (next >= text.length() || text.charAt(next) == '\n') {
                return line;
            }
            end = next;
        }
        return end;
    }

    private static int skipBlank(String text, int from) {
        int at = from;
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
        return at;
    }

    private static int blankBefore(String text, int from) {
        int at = from;
        while (at > 0 && Character.isWhitespace(text.charAt(at - 1))) {
            at--;
        }
        return at;
    }
}
