package dev.sluice.optimizer.choice;

/**
 * What can be seen of a question without understanding it: length, digits, symbols, capitals, lines, words, words that turn it
 * round, and the answers that it offers.
 */
final class Traits {

    /** How many there are. */
    static final int COUNT = 12;

    private static final String SYMBOLS = "{}();=<>_\\^$+*/";

    /** What a character of ASCII is: flags, since asking the Unicode tables for each would take longer than all else. */
    private static final byte[] KINDS = new byte[128];

    private static final int DIGIT = 1;
    private static final int SYMBOL = 2;
    private static final int WORD = 4;
    private static final int CAPITAL = 8;

    static {
        for (char c = 0; c < KINDS.length; c++) {
            KINDS[c] = (byte) ((Character.isDigit(c) ? DIGIT : 0)
                    | (SYMBOLS.indexOf(c) >= 0 ? SYMBOL : 0)
                    | (Character.isLetterOrDigit(c) ? WORD : 0)
                    | (Character.isUpperCase(c) ? CAPITAL : 0));
        }
    }

    private Traits() {}

    static double[] of(String text) {
        int digits = 0;
        int symbols = 0;
        int capitals = 0;
        int inWords = 0;
        int lines = 0;
        int words = 0;
        boolean turned = false;
        int from = 0;
        for (int at = 0; at <= text.length(); at++) {
            char c = at < text.length() ? text.charAt(at) : ' ';
            int kind = c < KINDS.length ? KINDS[c] : beyond(c);
            digits += kind & DIGIT;
            symbols += (kind & SYMBOL) >> 1;
            inWords += (kind & WORD) >> 2;
            capitals += kind >> 3;
            lines += c == '\n' ? 1 : 0;
            if ((kind & WORD) == 0) {
                words += at > from ? 1 : 0;
                turned |= turns(text, from, at);
                from = at + 1;
            }
        }
        double length = Math.max(1, text.length());
        Options options = Options.of(text);
        return new double[] {
            StrictMath.log(1 + length),
            10 * digits / length,
            StrictMath.log(1.0 + digits),
            10 * symbols / length,
            lines / 10.0,
            StrictMath.log(1.0 + words),
            turned ? 1 : 0,
            10 * capitals / length,
            (inWords - digits) / Math.max(1.0, words),
            StrictMath.log(1 + options.length()),
            options.spread() / (1 + options.length()),
            options.numbers() / Math.max(1.0, options.count())
        };
    }

    private static int beyond(char c) {
        return (Character.isDigit(c) ? DIGIT : 0)
                | (Character.isLetterOrDigit(c) ? WORD : 0)
                | (Character.isUpperCase(c) ? CAPITAL : 0);
    }

    private static boolean turns(String text, int from, int to) {
        return switch (to - from) {
            case 3 -> is("not", text, from);
            case 5 -> is("least", text, from) || is("false", text, from);
            case 6 -> is("except", text, from);
            default -> false;
        };
    }

    private static boolean is(String word, String text, int from) {
        return text.regionMatches(true, from, word, 0, word.length());
    }
}
