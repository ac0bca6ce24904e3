package dev.sluice.kit.canonical;

import java.text.Normalizer;
import java.util.List;

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
        boolean isAscii = Folding.isAscii(text);
        var now =
                new Round(isAscii ? text.strip() : surface(text), rules.rules().size());
        for (int round = 0; round < MOST_ROUNDS; round++) {
            Round next = isAscii ? ascii(now) : unicode(now);
            if (next.text().equals(now.text())) {
                return now.text();
            }
            now = next;
        }
        return surface(text);
    }

    /**
     * What a round brought.
     *
     * @param unsettled rules that may still change the text; those after them have left it as it is
     */
    private record Round(String text, int unsettled) {}

    private Round ascii(Round before) {
        String text = before.text();
        return isVerbatim(text) ? before : rewrite(folding.ascii(text), before);
    }

    private Round unicode(Round before) {
        String surface = surface(before.text());
        if (isVerbatim(surface)) {
            return new Round(surface, before.unsettled());
        }
        String folded = Folding.isAscii(surface) ? folding.ascii(surface) : folding.unicode(surface);
        return isVerbatim(folded) ? new Round(folded, before.unsettled()) : rewrite(folded, before);
    }

    /** Whether the text is of the kind whose every character may matter. */
    public static boolean isVerbatim(String text) {
        return Verbatim.is(text);
    }

    private Round rewrite(String folded, Round before) {
        List<Rule> all = rules.rules();
        Line now = Line.of(folded);
        int until = folded.equals(before.text()) ? before.unsettled() : all.size();
        int unsettled = 0;
        for (int i = 0; i < until; i++) {
            String replaced = all.get(i).on(now);
            if (!replaced.equals(now.text())) {
                replaced = replaced.strip();
                if (!replaced.isEmpty()) {
                    now = Line.of(replaced);
                    unsettled = i + 1;
                    until = all.size();
                }
            }
        }
        return new Round(now.text(), unsettled);
    }
}
