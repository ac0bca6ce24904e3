package dev.sluice.kit.canonical;

import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Locale;
import java.util.Set;

/**
 * Levels compatible characters, white space and case. Capitals stay where they carry information: in words that are on
 * a list, unless all of the text is in capitals, and in words of letters of both cases and digits.
 */
final class Folding {

    private static final int SPACES =
            1 << Character.SPACE_SEPARATOR | 1 << Character.LINE_SEPARATOR | 1 << Character.PARAGRAPH_SEPARATOR;
    private static final int MARKS =
            1 << Character.NON_SPACING_MARK | 1 << Character.ENCLOSING_MARK | 1 << Character.COMBINING_SPACING_MARK;
    private static final int NUMBERS =
            1 << Character.DECIMAL_DIGIT_NUMBER | 1 << Character.LETTER_NUMBER | 1 << Character.OTHER_NUMBER;

    private final Set<String> caseKept;

    /** With the words that keep their capitals, which are all in capitals. */
    Folding(Set<String> caseKept) {
        this.caseKept = caseKept;
    }

    static boolean isAscii(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) > 127) {
                return false;
            }
        }
        return true;
    }

    static boolean isAsciiSpace(char c) {
        return c == ' ' || (c >= '\t' && c <= '\r');
    }

    /** The folded form of an ASCII text without outer white space. */
    String ascii(String text) {
        byte[] chars = text.getBytes(StandardCharsets.ISO_8859_1);
        boolean shouting = isShouting(chars);
        int length = 0;
        for (int at = 0; at < chars.length; ) {
            byte c = chars[at];
            if (Chars.isAsciiLetterOrDigit(c)) {
                int end = endOfWord(chars, at);
                boolean small = !keepsCase(chars, at, end, shouting);
                for (; at < end; at++) {
                    chars[length++] = small ? small(chars[at]) : chars[at];
                }
            } else {
                boolean space = isAsciiSpace((char) c);
                chars[length++] = space ? (byte) ' ' : c;
                at++;
                while (space && at < chars.length && isAsciiSpace((char) chars[at])) {
                    at++;
                }
            }
        }
        return new String(chars, 0, length, StandardCharsets.ISO_8859_1);
    }

    private static boolean isShouting(byte[] ascii) {
        for (byte c : ascii) {
            if (c >= 'a' && c <= 'z') {
                return false;
            }
        }
        return true;
    }

    private static int endOfWord(byte[] ascii, int at) {
        int end = at;
        while (end < ascii.length && Chars.isAsciiLetterOrDigit(ascii[end])) {
            end++;
        }
        return end;
    }

    private static byte small(byte c) {
        return c >= 'A' && c <= 'Z' ? (byte) (c + 'a' - 'A') : c;
    }

    private boolean keepsCase(byte[] ascii, int from, int to, boolean shouting) {
        boolean upper = false;
        boolean lower = false;
        boolean digit = false;
        for (int i = from; i < to; i++) {
            byte c = ascii[i];
            upper |= c >= 'A' && c <= 'Z';
            lower |= c >= 'a';
            digit |= c <= '9';
        }
        return upper && (lower ? digit : !shouting && caseKept.contains(word(ascii, from, to)));
    }

    private static String word(byte[] ascii, int from, int to) {
        return new String(ascii, from, to - from, StandardCharsets.ISO_8859_1);
    }

    /** The folded form of any text without outer white space. */
    String unicode(String text) {
        String compatible = singleSpaced(compatible(text)).strip();
        boolean shouting = compatible.equals(compatible.toUpperCase(Locale.ROOT));
        var out = new StringBuilder(compatible.length());
        int at = 0;
        while (at < compatible.length()) {
            int end = at;
            while (end < compatible.length() && isInWord(compatible.codePointAt(end))) {
                end += Character.charCount(compatible.codePointAt(end));
            }
            if (end == at) {
                out.append(compatible.charAt(at++));
            } else {
                String word = compatible.substring(at, end);
                boolean keep = isCode(word) || (!shouting && caseKept.contains(word));
                out.append(keep ? word : word.toLowerCase(Locale.ROOT));
                at = end;
            }
        }
        return Normalizer.normalize(out, Normalizer.Form.NFC);
    }

    private static boolean isInWord(int c) {
        return Character.isLetter(c) || (1 << Character.getType(c) & (MARKS | NUMBERS)) != 0;
    }

    private static String singleSpaced(String text) {
        var out = new StringBuilder(text.length());
        boolean space = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean another = isAsciiSpace(c) || (1 << Character.getType(c) & SPACES) != 0;
            if (!another) {
                out.append(c);
            } else if (!space) {
                out.append(' ');
            }
            space = another;
        }
        return out.toString();
    }

    /**
     * NFKC, but for characters where it would change a number: superscripts, fractions and circled digits keep their
     * form, since 2\u00b2 is not 22.
     */
    private static String compatible(String text) {
        var out = new StringBuilder(text.length());
        int from = 0;
        for (int at = 0; at < text.length(); ) {
            int c = text.codePointAt(at);
            int next = at + Character.charCount(c);
            if (Character.getType(c) == Character.OTHER_NUMBER || Character.getType(c) == Character.MODIFIER_LETTER) {
                out.append(Normalizer.normalize(text.substring(from, at), Normalizer.Form.NFKC));
                out.appendCodePoint(c);
                from = next;
            }
            at = next;
        }
        return out.append(Normalizer.normalize(text.substring(from), Normalizer.Form.NFKC))
                .toString();
    }

    /** A token such as an id, whose case carries information: letters of both cases and digits. */
    private static boolean isCode(String word) {
        boolean upper = false;
        boolean lower = false;
        boolean digit = false;
        for (int i = 0; i < word.length(); i++) {
            char c = word.charAt(i);
            upper |= Character.isUpperCase(c);
            lower |= Character.isLowerCase(c);
            digit |= Character.isDigit(c);
        }
        return upper && lower && digit;
    }
}
