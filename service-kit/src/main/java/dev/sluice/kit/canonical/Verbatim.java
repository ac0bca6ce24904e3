package dev.sluice.kit.canonical;

/** Text whose every character may matter: several lines, code, quotations, addresses, or simply long. */
final class Verbatim {

    private static final int LONGEST_FOLDED = 400;
    private static final Chars MARKS = Chars.of("\n\r\t`\"\u201c\u201d\u00ab\u00bb{}<>[]\\|;=_@#$^~");

    private Verbatim() {}

    static boolean is(String text) {
        if (text.length() > LONGEST_FOLDED) {
            return true;
        }
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (MARKS.has(c) || (c == ':' && text.startsWith("://", i)) || (c == '\'' && isQuotation(text, i))) {
                return true;
            }
        }
        return false;
    }

    /** Whether an apostrophe after white space has one before something that is no word. */
    private static boolean isQuotation(String text, int apostrophe) {
        if (apostrophe > 0 && !Folding.isAsciiSpace(text.charAt(apostrophe - 1))) {
            return false;
        }
        int after = text.indexOf('\'', apostrophe + 1) + 1;
        if (after == 0) {
            return false;
        }
        return after == text.length() || !(Chars.isAsciiLetterOrDigit(text.charAt(after)) || text.charAt(after) == '_');
    }
}
