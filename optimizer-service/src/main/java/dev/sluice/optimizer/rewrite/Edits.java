package dev.sluice.optimizer.rewrite;

import dev.sluice.optimizer.protect.Guarded;
import dev.sluice.optimizer.protect.Kind;
import dev.sluice.optimizer.protect.Spans;
import java.util.List;

/** Applies edits; the one place where a text is changed, and so the one place where protection is kept. */
public final class Edits {

    private Edits() {}

    /** The text with those edits that touch no protected span; edits are in order and do not overlap. */
    public static String apply(Guarded guarded, List<Edit> edits) {
        String text = guarded.text();
        var changed = new StringBuilder(text.length());
        int copied = 0;
        for (Edit edit : edits) {
            if (edit.from() >= copied && isAllowed(guarded.spans(), edit)) {
                changed.append(text, copied, edit.from()).append(edit.replacement());
                copied = edit.to();
            }
        }
        return copied == 0 ? text : changed.append(text, copied, text.length()).toString();
    }

    private static boolean isAllowed(Spans spans, Edit edit) {
        return switch (edit.leave()) {
            case NOTHING -> !spans.touch(edit.from(), edit.to());
            case REPEATED_NEGATIONS -> !spans.hold(edit.from(), edit.to(), Kind.FACTS);
            case FORM_OF_JSON -> spans.isOne(edit.from(), edit.to(), Kind.BRACKETED);
        };
    }
}
