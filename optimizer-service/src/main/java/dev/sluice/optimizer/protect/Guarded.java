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

    /**
     * Whether all protected spans of the given kinds stand in the other text too, in order; byte for byte, but for JSON,
     * of which the values count.
     */
    public boolean survivesIn(String other, Set<Kind> kinds) {
        List<String> kept = spans.texts(text, kinds);
        int from = 0;
        for (String span : kept) {
            int end = endIn(other, span, from);
            if (end < 0) {
                return false;
            }
            from = end;
        }
        return true;
    }

    private static int endIn(String other, String span, int from) {
        int at = other.indexOf(span, from);
        if (at >= 0) {
            return at + span.length();
        }
        String flat = Json.flat(span);
        int flatAt = flat == null ? -1 : other.indexOf(flat, from);
        if (flat == null || flatAt >= 0) {
            return flat == null ? -1 : flatAt + flat.length();
        }
        String packed = JsonRows.pack(flat);
        int packedAt = packed == null ? -1 : other.indexOf(packed, from);
        return packed == null || packedAt < 0 ? -1 : packedAt + packed.length();
    }
}
