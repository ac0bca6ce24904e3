package dev.sluice.worker.streaming;

import dev.sluice.kit.problem.Refusal;
import dev.sluice.worker.knowledge.Scope;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Checks of what is asked by parameters. */
final class Asking {

    private static final int MOST = 20;
    private static final int MOST_NAMED = 100;
    private static final int LONGEST_NAME = 200;

    private Asking() {}

    /** The parameter, if it is a text of 1 to so many characters. */
    static String text(String name, @Nullable String value, int longest, String code, String example) {
        if (value == null || value.isBlank() || value.length() > longest) {
            throw Refusal.badRequest(
                    code,
                    "The parameter '%s' must be a text of 1 to %d characters: %s".formatted(name, longest, example));
        }
        return value;
    }

    /** The number of passages, if it is one. */
    static int limit(int limit) {
        if (limit < 1 || limit > MOST) {
            throw Refusal.badRequest("bad_limit", "limit must be 1 to %d.".formatted(MOST));
        }
        return limit;
    }

    /** Which documents are searched. */
    static Scope scope(List<String> labels, List<String> documents) {
        if (labels.size() > MOST_NAMED
                || documents.size() > MOST_NAMED
                || labels.stream().anyMatch(label -> label.length() > LONGEST_NAME)
                || documents.stream().anyMatch(id -> id.length() > LONGEST_NAME)) {
            throw Refusal.badRequest(
                    "bad_scope",
                    "At most %d labels and %d documents of at most %d characters can be named."
                            .formatted(MOST_NAMED, MOST_NAMED, LONGEST_NAME));
        }
        return new Scope(Set.copyOf(labels), Set.copyOf(documents));
    }
}
