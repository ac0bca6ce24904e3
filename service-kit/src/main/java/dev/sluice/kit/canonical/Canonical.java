package dev.sluice.kit.canonical;

import java.text.Normalizer;

/**
 * Writes a question in its canonical form: compatible characters, white space, case, contractions, greetings and
 * politeness are levelled, numbers and negations never. Text whose every character may matter (several lines, code,
 * quotations, addresses, or simply long) keeps its form but for Unicode composition and outer white space.
 *
 * <p>Idempotent: the canonical form of a canonical form is itself. The work grows with the length of the text and no
 * faster, whatever the text is.
 */
public final class Canonical {

    private static final int MOST_ROUNDS = 16;

    private final CanonicalRules rules;
    private final Folding folding;

    private Canonical(CanonicalRules rules) {
        this.rules = rules;
        this.folding = new Folding(rules.caseKept());
    }

    /** With the rules that ship with the service. */
    public static Canonical standard() {
        return new Canonical(CanonicalRules.shipped());
    }

    /** The text in composed Unicode (NFC) without outer white space: what "the same words" means to the letter. */
    public static String surface(String text) {
        return (Folding.isAscii(text) ? text : Normalizer.normalize(text, Normalizer.Form.NFC)).strip();
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
        if (Folding.isAscii(surface)) {
            return rewrite(folding.ascii(surface));
        }
        String folded = folding.unicode(surface);
        return isVerbatim(folded) ? folded : rewrite(folded);
    }

    /** Whether the text is of the kind whose every character may matter. */
    public static boolean isVerbatim(String text) {
        return Verbatim.is(text);
    }

    private String rewrite(String folded) {
        Line now = Line.of(folded);
        for (Rule rule : rules.rules()) {
            String replaced = rule.on(now);
            if (!replaced.equals(now.text())) {
                replaced = replaced.strip();
                now = replaced.isEmpty() ? now : Line.of(replaced);
            }
        }
        return now.text();
    }
}
