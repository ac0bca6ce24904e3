package dev.sluice.worker.work;

import dev.sluice.kit.problem.Refusal;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Reads the fields of an input; a 400 {@link Refusal} says which is wrong and what would be right. */
final class Fields {

    private static final int LONGEST_NAME = 200;

    private Fields() {}

    /** A text that must be there. */
    static String text(Map<String, Object> input, String name, int longest) {
        Object value = input.get(name);
        if (!(value instanceof String text) || text.isBlank()) {
            throw Refusal.badRequest(
                    "invalid_input",
                    "input.%s must be a text that is not blank; it is %s."
                            .formatted(
                                    name,
                                    value == null ? "missing" : value instanceof String ? "blank" : "not a text"));
        }
        if (text.length() > longest) {
            throw Refusal.badRequest(
                    "input_too_long",
                    "input.%s has %d characters; at most %d are taken. Send it in parts."
                            .formatted(name, text.length(), longest));
        }
        return text;
    }

    /** A whole number that may be left out. */
    static int number(Map<String, Object> input, String name, int otherwise, int least, int most) {
        Object value = input.get(name);
        if (value == null) {
            return otherwise;
        }
        if (!(value instanceof Integer number) || number < least || number > most) {
            throw Refusal.badRequest(
                    "invalid_input", "input.%s must be a whole number from %d to %d.".formatted(name, least, most));
        }
        return number;
    }

    /** The model that an input names; absent when it names none. */
    static @Nullable String model(Map<String, Object> input) {
        Object value = input.get("model");
        if (value == null) {
            return null;
        }
        if (!(value instanceof String name) || name.isBlank() || name.length() > LONGEST_NAME) {
            throw Refusal.badRequest(
                    "invalid_input", "input.model must be the name of a model, or 'local' for the method without one.");
        }
        return name;
    }

    /** Refuses fields that the type does not know, so that a misspelt one is not silently left out. */
    static void known(Map<String, Object> input, Set<String> names) {
        Set<String> unknown = new TreeSet<>(input.keySet());
        unknown.removeAll(names);
        if (!unknown.isEmpty()) {
            throw Refusal.badRequest(
                    "invalid_input",
                    "input.%s is not known here. Known fields: %s."
                            .formatted(unknown.iterator().next(), String.join(", ", new TreeSet<>(names))));
        }
    }
}
