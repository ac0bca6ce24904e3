package dev.sluice.optimizer.choice;

/** What can be seen of a question without understanding it: length, digits, symbols, lines, words that turn it round. */
final class Traits {

    /** How many there are. */
    static final int COUNT = 7;

    private static final String SYMBOLS = "{}();=<>_\\^$+*/";
    private static final String TURNS = " not except least false ";

    private Traits() {}

    static double[] of(String text) {
        int digits = 0;
        int symbols = 0;
        int lines = 0;
        int words = 0;
        boolean turned = false;
        int from = 0;
        for (int at = 0; at <= text.length(); at++) {
            char c = at < text.length() ? text.charAt(at) : ' ';
            digits += Character.isDigit(c) ? 1 : 0;
            symbols += SYMBOLS.indexOf(c) >= 0 ? 1 : 0;
            lines += c == '\n' ? 1 : 0;
            if (!Character.isLetterOrDigit(c)) {
                words += at > from ? 1 : 0;
                turned |= at - from > 2 && at - from < 7 && turns(text, from, at);
                from = at + 1;
            }
        }
        double length = Math.max(1, text.length());
        return new double[] {
            StrictMath.log(1 + length),
            10 * digits / length,
            StrictMath.log(1.0 + digits),
            10 * symbols / length,
            lines / 10.0,
            StrictMath.log(1.0 + words),
            turned ? 1 : 0
        };
    }

    private static boolean turns(String text, int from, int to) {
        for (int at = TURNS.indexOf(' '); at < TURNS.length() - 1; at = TURNS.indexOf(' ', at + 1)) {
            if (TURNS.regionMatches(true, at + 1, text, from, to - from) && TURNS.charAt(at + 1 + to - from) == ' ') {
                return true;
            }
        }
        return false;
    }
}
