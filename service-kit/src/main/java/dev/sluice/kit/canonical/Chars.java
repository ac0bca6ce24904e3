package dev.sluice.kit.canonical;

/**
 * A set of characters: those of ASCII as bits, the others spelled out.
 *
 * @param low of the characters 0 to 63
 * @param high of the characters 64 to 127
 * @param others beyond ASCII
 * @param isOpposite whether it has all characters but these
 */
record Chars(long low, long high, String others, boolean isOpposite) {

    private static final int WORDS = 1 << Character.NON_SPACING_MARK
            | 1 << Character.ENCLOSING_MARK
            | 1 << Character.COMBINING_SPACING_MARK
            | 1 << Character.DECIMAL_DIGIT_NUMBER
            | 1 << Character.CONNECTOR_PUNCTUATION;

    /** White space as Unicode has it. */
    static final Chars SPACE = of("\t\n\u000b\f\r \u0085\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007"
            + "\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000");

    /** Where a line ends. */
    static final Chars LINE_END = of("\n\r\u0085\u2028\u2029");

    /** What a full stop of a pattern stands for. */
    static final Chars IN_LINE = new Chars(LINE_END.low, LINE_END.high, LINE_END.others, true);

    static final Chars NONE = of("");
    static final Chars ALL = new Chars(0, 0, "", true);

    /** These characters. */
    static Chars of(String members) {
        long low = 0;
        long high = 0;
        var others = new StringBuilder();
        for (int i = 0; i < members.length(); i++) {
            char c = members.charAt(i);
            if (c < 64) {
                low |= 1L << c;
            } else if (c < 128) {
                high |= 1L << c;
            } else {
                others.append(c);
            }
        }
        return new Chars(low, high, others.toString(), false);
    }

    boolean has(char c) {
        boolean named = c < 64
                ? (low >>> c & 1) == 1
                : c < 128 ? (high >>> c & 1) == 1 : !others.isEmpty() && others.indexOf(c) >= 0;
        return named != isOpposite;
    }

    /** Whether there may be a character in both. */
    boolean meets(Chars other) {
        return isOpposite
                || other.isOpposite
                || (low & other.low) != 0
                || (high & other.high) != 0
                || others.chars().anyMatch(c -> other.others.indexOf(c) >= 0);
    }

    /** What is in either; all characters where one of them is the opposite of a set. */
    Chars or(Chars more) {
        return isOpposite || more.isOpposite
                ? ALL
                : new Chars(low | more.low, high | more.high, others + more.others, false);
    }

    /** Whether a character makes up words: letters, marks, digits, and what connects them. */
    static boolean isWord(int c) {
        if (c < 128) {
            return isAsciiLetterOrDigit(c) || c == '_';
        }
        return Character.isAlphabetic(c) || (1 << Character.getType(c) & WORDS) != 0 || c == 0x200c || c == 0x200d;
    }

    static boolean isAsciiLetterOrDigit(int c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    }
}
