package dev.sluice.optimizer.protect;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Tags in angle brackets; a tag that holds data, such as {@code <code>} or {@code <keep>}, is protected with its content. */
final class Tags {

    private static final int LONGEST = 500;
    private static final Set<String> DATA =
            Set.of("code", "pre", "script", "style", "svg", "math", "keep", "verbatim", "example", "quote", "samp");

    private final String text;
    private final Map<String, Integer> lastClosers = new HashMap<>();

    Tags(String text) {
        this.text = text;
    }

    /** The end of the tag that begins here, or the position when it is none. */
    int end(int open) {
        if (open + 1 >= text.length() || !opensTag(text.charAt(open + 1))) {
            return open;
        }
        int limit = Math.min(text.length(), open + LONGEST);
        for (int at = open + 1; at < limit; at++) {
            char c = text.charAt(at);
            if (c == '>') {
                return withContent(open, at + 1);
            }
            if (c == '<') {
                return open;
            }
        }
        return open;
    }

    /** Data that is never closed is protected to the end, like a fence. */
    private int withContent(int open, int end) {
        int nameEnd = open + 1;
        while (nameEnd < end && Character.isLetterOrDigit(text.charAt(nameEnd))) {
            nameEnd++;
        }
        String name = text.substring(open + 1, nameEnd).toLowerCase(Locale.ROOT);
        if (!DATA.contains(name) || text.charAt(end - 2) == '/') {
            return end;
        }
        String closer = "</" + text.substring(open + 1, nameEnd) + ">";
        int last = lastClosers.computeIfAbsent(closer, text::lastIndexOf);
        if (last < end) {
            return text.length();
        }
        return text.indexOf(closer, end) + closer.length();
    }

    private static boolean opensTag(char c) {
        return Character.isLetter(c) || c == '/' || c == '!' || c == '?' || c == '|';
    }
}
