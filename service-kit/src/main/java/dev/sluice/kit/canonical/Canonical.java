package dev.sluice.kit.canonical;

import java.text.Normalizer;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Writes a question in its canonical form: compatible characters, white space, case, contractions, greetings and
 * politeness are levelled, numbers and negations never. Text whose every character may matter (several lines, code,
 * quotations, addresses, or simply long) keeps its form but for Unicode composition and outer white space.
 *
 * <p>Idempotent: the canonical form of a canonical form is itself.
 */
public final class Canonical {

    private static final int LONGEST_FOLDED = 400;
    private static final int MOST_ROUNDS = 16;

    private static final Pattern SPACES = Pattern.compile("[\\s\\p{Z}]+");
    private static final Pattern TOKEN = Pattern.compile("[\\p{L}\\p{M}\\p{N}]+");
    private static final Pattern VERBATIM = Pattern.compile(
            "[\\n\\r\\t`\"\u201c\u201d\u00ab\u00bb{}<>\\[\\]\\\\|;=_@#$^~]|://|(?:^|\\s)'[^']*'(?:\\W|$)");

    private final CanonicalRules rules;

    private Canonical(CanonicalRules rules) {
        this.rules = rules;
    }

    /** With the rules that ship with the service. */
    public static Canonical standard() {
        return new Canonical(CanonicalRules.shipped());
    }

    static Canonical with(CanonicalRules rules) {
        return new Canonical(rules);
    }

    /** The text in composed Unicode (NFC) without outer white space: what "the same words" means to the letter. */
    public static String surface(String text) {
        return (isAscii(text) ? text : Normalizer.normalize(text, Normalizer.Form.NFC)).strip();
    }

    /** The canonical form. */
    public String of(String text) {
        String now = surface(text);
        for (int round = 0; round < MOST_ROUNDS; round++) {
            String next = once(now);
            if (next.equals(now)) {
                return now;
            }
            now = next;
        }
        return surface(text);
    }

    private String once(String text) {
        String surface = surface(text);
        if (isVerbatim(surface)) {
            return surface;
        }
        String folded = fold(surface);
        return isVerbatim(folded) ? folded : rewrite(folded);
    }

    /** Whether the text is of the kind whose every character may matter. */
    public static boolean isVerbatim(String text) {
        return text.length() > LONGEST_FOLDED || VERBATIM.matcher(text).find();
    }

    private String fold(String text) {
        boolean ascii = isAscii(text);
        String compatible = isSingleSpaced(text)
                ? text
                : SPACES.matcher(ascii ? text : compatible(text))
                        .replaceAll(" ")
                        .strip();
        boolean shouting = compatible.equals(compatible.toUpperCase(Locale.ROOT));
        if (ascii) {
            return foldAscii(compatible, shouting);
        }
        StringBuilder out = new StringBuilder(compatible.length());
        Matcher token = TOKEN.matcher(compatible);
        while (token.find()) {
            token.appendReplacement(out, Matcher.quoteReplacement(folded(token.group(), shouting)));
        }
        return Normalizer.normalize(token.appendTail(out), Normalizer.Form.NFC);
    }

    private String foldAscii(String text, boolean shouting) {
        StringBuilder out = new StringBuilder(text.length());
        int at = 0;
        while (at < text.length()) {
            int end = at;
            while (end < text.length() && isLetterOrDigit(text.charAt(end))) {
                end++;
            }
            if (end == at) {
                out.append(text.charAt(at++));
            } else {
                out.append(folded(text.substring(at, end), shouting));
                at = end;
            }
        }
        return out.toString();
    }

    private static boolean isLetterOrDigit(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    }

    private String folded(String word, boolean shouting) {
        boolean keep = isCode(word) || (!shouting && rules.keepsCase(word));
        return keep ? word : word.toLowerCase(Locale.ROOT);
    }

    /** Whether the text is ASCII with single spaces between its words and no other white space or control character. */
    private static boolean isSingleSpaced(String text) {
        char before = ' ';
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ' || c > '~' || (c == ' ' && before == ' ')) {
                return false;
            }
            before = c;
        }
        return before != ' ';
    }

    private String rewrite(String folded) {
        String now = folded;
        boolean ascii = isAscii(now);
        boolean apostrophe = now.indexOf('\'') >= 0;
        for (CanonicalRules.Rule rule : rules.rules()) {
            String replaced = rule.on(now, ascii, apostrophe);
            if (!replaced.equals(now)) {
                replaced = replaced.strip();
                now = replaced.isEmpty() ? now : replaced;
                ascii = isAscii(now);
                apostrophe = now.indexOf('\'') >= 0;
            }
        }
        return now;
    }

    private static boolean isAscii(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) > 127) {
                return false;
            }
        }
        return true;
    }

    /**
     * NFKC, but for characters where it would change a number: superscripts, fractions and circled digits keep their
     * form, since 2\u00b2 is not 22.
     */
    private static String compatible(String text) {
        StringBuilder out = new StringBuilder(text.length());
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
