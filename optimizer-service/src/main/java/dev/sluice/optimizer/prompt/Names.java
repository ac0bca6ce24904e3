package dev.sluice.optimizer.prompt;

import dev.sluice.kit.problem.Refusal;
import org.jspecify.annotations.Nullable;

/** Names that a caller may send, such as that of a model. */
public final class Names {

    private static final int LONGEST = 256;

    private Names() {}

    /**
     * The name, if it is one.
     *
     * @param field where it was sent
     * @param name absent when none was sent
     * @throws Refusal 400 when it is blank or too long
     */
    public static @Nullable String checked(String field, @Nullable String name) {
        if (name != null && (name.isBlank() || name.length() > LONGEST)) {
            throw Refusal.badRequest(
                    "invalid_" + field,
                    "'%s' has %d characters; send 1 to %d, or leave it out.".formatted(field, name.length(), LONGEST));
        }
        return name;
    }
}
