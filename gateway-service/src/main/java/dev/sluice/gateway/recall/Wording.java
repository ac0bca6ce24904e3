package dev.sluice.gateway.recall;

import dev.sluice.kit.canonical.Canonical;
import org.jspecify.annotations.Nullable;

/** The words of a question in the two forms in which they are compared, as hashes; each is made when it is first wanted. */
final class Wording {

    private static final Canonical CANONICAL = Canonical.standard();

    private final String text;
    private @Nullable String surface;
    private @Nullable String canonical;

    Wording(String text) {
        this.text = text;
    }

    /** The words to the letter. */
    String surface() {
        String known = surface;
        if (known == null) {
            known = Scope.hash(Canonical.surface(text));
            surface = known;
        }
        return known;
    }

    /** The words without what says nothing. */
    String canonical() {
        String known = canonical;
        if (known == null) {
            known = Scope.hash(CANONICAL.of(text));
            canonical = known;
        }
        return known;
    }
}
