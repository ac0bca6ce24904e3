package dev.sluice.optimizer.protect;

import java.util.List;
import java.util.Set;

/**
 * A text with its protected spans.
 *
 * @param text the text
 * @param spans what nobody may touch in it
 */
public record Guarded(String text, Spans spans) {

    /** Finds the protected spans; linear in the length of the text. */
    public static Guarded of(String text) {
        return new Guarded(text, new Scan(text).spans());
    }

    /** Whether all protected spans of the given kinds stand in the other text too, byte for byte and in order. */
    public boolean survivesIn(String other, Set<Kind> kinds) {
        List<String> kept = spans.texts(text, kinds);
        int from = 0;
        for (String span : kept) {
            int at = other.indexOf(span, from);
            if (at < 0) {
                return false;
            }
            from = at + span.length();
        }
        return true;
    }
}
