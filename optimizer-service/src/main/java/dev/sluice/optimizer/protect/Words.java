package dev.sluice.optimizer.protect;

import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Words that are more than words: numbers with units, URLs, e-mail addresses, identifiers, paths, negations. */
final class Words {

    private static final Set<String> NEGATIONS = Set.of(
            "not", "no", "never", "none", "nor", "neither", "nothing", "nobody", "nowhere", "without", "cannot",
            "except", "unless", "only", "hardly", "barely", "avoid", "against", "exactly", "least", "most", "must");
    private static final String OPENERS = "$€£¥#@%-+~/\\._";
    private static final String INSIDE = ".,:;/\\_-+=#@%&?!~$^*|'’";
    private static final String TRAILING = ".,:;!?*'’&|";
    private static final String TECHNICAL = "_/\\=#^|~$%+";

    private final String text;

    Words(String text) {
        this.text = text;
    }

    /**
     * A word.
     *
     * @param end where it ends, exclusive
     * @param kind why it is protected; absent when it is an ordinary word
     */
    record Word(int end, @Nullable Kind kind) {}

    /** Whether a word may begin here: the character before is not part of one. */
    boolean startsAt(int at) {
        char c = text.charAt(at);
        boolean begins = Character.isLetterOrDigit(c) || OPENERS.indexOf(c) >= 0;
        return begins && (at == 0 || !isInside(text.charAt(at - 1)) || isWide(text.charAt(at - 1)));
    }

    /** The word that begins here. */
    Word at(int start) {
        int end = runEnd(start);
        boolean digit = false;
        boolean technical = text.charAt(start) == '-' && end - start > 1;
        boolean upperInside = false;
        boolean at = false;
        for (int i = start; i < end; i++) {
            char c = text.charAt(i);
            digit |= Character.isDigit(c);
            technical |= TECHNICAL.indexOf(c) >= 0 || isInnerDot(start, i, end);
            at |= c == '@';
            upperInside |= i > start && Character.isUpperCase(c) && Character.isLowerCase(text.charAt(i - 1));
        }
        if (text.startsWith("://", schemeEnd(start, end)) || text.startsWith("www.", start)) {
            return new Word(urlEnd(end), Kind.URL);
        }
        if (at && end - start > 2) {
            return new Word(end, Kind.URL);
        }
        if (digit) {
            return new Word(withUnit(end), Kind.NUMBER);
        }
        if (technical || upperInside) {
            return new Word(end, Kind.TERM);
        }
        String word = text.substring(start, Math.min(end, start + 16)).toLowerCase(Locale.ROOT);
        boolean negation = NEGATIONS.contains(word) || word.endsWith("n't") || word.endsWith("n’t");
        return new Word(end, negation ? Kind.NEGATION : null);
    }

    private int runEnd(int start) {
        int end = start + 1;
        while (end < text.length() && isInside(text.charAt(end)) && !isWide(text.charAt(end))) {
            end++;
        }
        while (end > start + 1 && TRAILING.indexOf(text.charAt(end - 1)) >= 0) {
            end--;
        }
        return end;
    }

    private boolean isInnerDot(int start, int at, int end) {
        return text.charAt(at) == '.' && at > start && at + 1 < end && Character.isLetter(text.charAt(at + 1));
    }

    private int schemeEnd(int start, int end) {
        int at = start;
        while (at < end && Character.isLetterOrDigit(text.charAt(at))) {
            at++;
        }
        return at;
    }

    private int urlEnd(int from) {
        int end = from;
        while (end < text.length()
                && !Character.isWhitespace(text.charAt(end))
                && "<>\"“”".indexOf(text.charAt(end)) < 0) {
            end++;
        }
        while (TRAILING.indexOf(text.charAt(end - 1)) >= 0) {
            end--;
        }
        return end;
    }

    /** A number keeps the word after it: it may be its unit, its month or the thing that is counted. */
    private int withUnit(int end) {
        int at = end;
        while (at < text.length() && at < end + 3 && (text.charAt(at) == ' ' || text.charAt(at) == '\u00a0')) {
            at++;
        }
        if (at == end || at >= text.length() || !Character.isLetter(text.charAt(at)) || isWide(text.charAt(at))) {
            return end;
        }
        int unit = at;
        while (unit < text.length() && Character.isLetter(text.charAt(unit)) && !isWide(text.charAt(unit))) {
            unit++;
        }
        // Only a whole word: the beginning of a URL or a path is no unit.
        return unit == runEnd(at) ? unit : end;
    }

    private static boolean isInside(char c) {
        return Character.isLetterOrDigit(c) || INSIDE.indexOf(c) >= 0 || Character.isSurrogate(c);
    }

    /** Scripts that are written without blanks: their characters stand alone. */
    private static boolean isWide(char c) {
        return c >= 0x2E80 && c <= 0xFFEF && !Character.isSurrogate(c);
    }
}
