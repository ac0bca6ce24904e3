package dev.sluice.kit.canonical;

/**
 * A text with the characters that it has.
 *
 * @param low those of the characters 0 to 63, as bits
 * @param high those of the characters 64 to 127
 * @param isAscii whether it has no others
 */
record Line(String text, long low, long high, boolean isAscii) {

    static Line of(String text) {
        long low = 0;
        long high = 0;
        boolean isAscii = true;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < 64) {
                low |= 1L << c;
            } else if (c < 128) {
                high |= 1L << c;
            } else {
                isAscii = false;
            }
        }
        return new Line(text, low, high, isAscii);
    }

    /** Whether it may have one of these. */
    boolean hasSome(Chars chars) {
        return !isAscii || chars.isOpposite() || (low & chars.low()) != 0 || (high & chars.high()) != 0;
    }

    /** Whether it may have all of these. */
    boolean hasAll(Chars chars) {
        return (low & chars.low()) == chars.low() && (high & chars.high()) == chars.high();
    }
}
