package dev.sluice.optimizer.choice;

/**
 * The answers that a question offers to choose from, one a line: "A. Paris".
 *
 * @param count how many
 * @param length of them on average, in characters
 * @param spread one standard deviation of their lengths
 * @param numbers how many of them have a digit
 */
record Options(int count, double length, double spread, int numbers) {

    /** Those of a text. */
    static Options of(String text) {
        int count = 0;
        int numbers = 0;
        double sum = 0;
        double squares = 0;
        int line = text.indexOf('\n') + 1;
        while (line > 0) {
            int end = text.indexOf('\n', line);
            int to = end < 0 ? text.length() : end;
            if (isOption(text, line, to)) {
                int length = to - line - 3;
                count++;
                sum += length;
                squares += (double) length * length;
                numbers += hasDigit(text, line + 3, to) ? 1 : 0;
            }
            line = end + 1;
        }
        double mean = sum / Math.max(1, count);
        return new Options(count, mean, Math.sqrt(Math.max(0, squares / Math.max(1, count) - mean * mean)), numbers);
    }

    private static boolean isOption(String text, int from, int to) {
        return to - from > 3
                && text.charAt(from) >= 'A'
                && text.charAt(from) <= 'J'
                && text.charAt(from + 1) == '.'
                && text.charAt(from + 2) == ' ';
    }

    private static boolean hasDigit(String text, int from, int to) {
        for (int at = from; at < to; at++) {
            if (text.charAt(at) >= '0' && text.charAt(at) <= '9') {
                return true;
            }
        }
        return false;
    }
}
