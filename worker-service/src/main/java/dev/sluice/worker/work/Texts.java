package dev.sluice.worker.work;

import dev.sluice.kit.problem.Refusal;
import dev.sluice.worker.answers.GivenSources.Source;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads lists of texts from an input: each a text, or an object with {@code text} and, if wanted, {@code id} and {@code title}. */
final class Texts {

    private static final int LONGEST_ID = 200;
    private static final Set<String> FIELDS = Set.of("id", "title", "text");

    private Texts() {}

    /**
     * The texts of a field. Those without an id are called by their place, from 1.
     *
     * @param fewest how many there must be
     * @param most how many there may be
     * @param longest of all texts together, in characters
     */
    static List<Source> of(Map<String, Object> input, String name, int fewest, int most, int longest) {
        Object value = input.get(name);
        if (!(value instanceof List<?> list) || list.size() < fewest || list.size() > most) {
            throw Refusal.badRequest(
                    "invalid_input",
                    "input.%s must be a list of %d to %d texts, each \"...\" or {\"id\": \"...\", \"title\": \"...\", \"text\": \"...\"}."
                            .formatted(name, fewest, most));
        }
        List<Source> texts = new ArrayList<>();
        Set<String> ids = new HashSet<>();
        long length = 0;
        for (Object one : list) {
            Source text = text(one, "input.%s[%d]".formatted(name, texts.size()), texts.size() + 1);
            length += text.text().length();
            if (!ids.add(text.id())) {
                throw Refusal.badRequest(
                        "invalid_input", "input.%s has two texts with the id '%s'.".formatted(name, text.id()));
            }
            texts.add(text);
        }
        if (length > longest) {
            throw Refusal.badRequest(
                    "input_too_long",
                    "The texts of input.%s have %d characters together; at most %d are taken. Send them in parts."
                            .formatted(name, length, longest));
        }
        return texts;
    }

    private static Source text(@Nullable Object one, String where, int place) {
        String number = Integer.toString(place);
        if (one instanceof String text && !text.isBlank()) {
            return new Source(number, "", text);
        }
        if (!(one instanceof Map<?, ?> map) || !FIELDS.containsAll(map.keySet())) {
            throw Refusal.badRequest(
                    "invalid_input", where + " must be a text that is not blank, or an object of id, title and text.");
        }
        String text = field(map, "text", where, Integer.MAX_VALUE);
        if (text == null) {
            throw Refusal.badRequest("invalid_input", where + ".text must be a text that is not blank.");
        }
        String id = field(map, "id", where, LONGEST_ID);
        String title = field(map, "title", where, LONGEST_ID);
        return new Source(id == null ? number : id, title == null ? "" : title, text);
    }

    private static @Nullable String field(Map<?, ?> map, String name, String where, int longest) {
        Object value = map.get(name);
        if (value == null) {
            return null;
        }
        if (!(value instanceof String text) || text.isBlank() || text.length() > longest) {
            throw Refusal.badRequest(
                    "invalid_input",
                    "%s.%s must be a text that is not blank%s."
                            .formatted(
                                    where,
                                    name,
                                    longest == Integer.MAX_VALUE
                                            ? ""
                                            : ", of at most %d characters".formatted(longest)));
        }
        return text;
    }
}
