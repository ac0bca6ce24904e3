package dev.sluice.optimizer.templates;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.contracts.chat.ChatMessage;
import dev.sluice.kit.problem.Refusal;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Puts values into a template. What is put in is text and nothing else: it is not looked through for variables again. */
final class Rendering {

    static final String PRODUCT = "product.";

    /** A filled template may have so many characters: a short one can name a long value a thousand times. */
    static final int LONGEST = 1_000_000;

    private static final String OPEN = "{{";
    private static final String CLOSE = "}}";

    private Rendering() {}

    /** The names between double braces, in order. */
    static Set<String> names(List<ChatMessage> messages) {
        Set<String> names = new LinkedHashSet<>();
        messages.forEach(message -> replaced(message.content(), LONGEST, name -> {
            names.add(name);
            return "";
        }));
        return names;
    }

    /**
     * The prompt.
     *
     * @throws Refusal 400 naming each variable that is missing, unknown or not as it must be; 413 when it is filled with
     *     more than {@link #LONGEST} characters
     */
    static List<ChatMessage> of(Template template, Map<String, JsonNode> values, Product product) {
        var wrong = new ArrayList<String>();
        Set<String> unknown = new TreeSet<>(values.keySet());
        template.variables().forEach(variable -> unknown.remove(variable.name()));
        unknown.forEach(name -> wrong.add("'%s' is no variable of this version".formatted(name)));
        for (Variable variable : template.variables()) {
            JsonNode value = value(variable, values);
            if (value == null && variable.isNeeded()) {
                wrong.add("'%s' is missing".formatted(variable.name()));
            } else if (value != null && variable.wrong(value) != null) {
                wrong.add("'%s' %s".formatted(variable.name(), variable.wrong(value)));
            }
        }
        if (!wrong.isEmpty()) {
            throw Refusal.badRequest(
                    "invalid_variables",
                    "Version %d of '%s' cannot be filled: %s."
                            .formatted(template.version(), template.name(), String.join("; ", wrong)));
        }
        var filled = new ArrayList<ChatMessage>();
        int room = LONGEST;
        for (ChatMessage message : template.messages()) {
            String content = replaced(message.content(), room, name -> text(template, name, values, product));
            room -= content.length();
            filled.add(new ChatMessage(message.role(), content));
        }
        return List.copyOf(filled);
    }

    private static String text(Template template, String name, Map<String, JsonNode> values, Product product) {
        if (name.startsWith(PRODUCT)) {
            String field = product.field(name.substring(PRODUCT.length()));
            return field == null ? "" : field;
        }
        for (Variable variable : template.variables()) {
            JsonNode value = variable.name().equals(name) ? value(variable, values) : null;
            if (value != null) {
                return variable.written(value);
            }
        }
        return "";
    }

    private static @Nullable JsonNode value(Variable variable, Map<String, JsonNode> values) {
        JsonNode given = values.get(variable.name());
        return given == null || given.isNull() ? variable.byDefault() : given;
    }

    private static String replaced(String text, int room, Function<String, String> value) {
        var out = new StringBuilder(text.length());
        int copied = 0;
        int open = text.indexOf(OPEN);
        while (open >= 0) {
            int close = text.indexOf(CLOSE, open + OPEN.length());
            if (close < 0) {
                break;
            }
            String name = text.substring(open + OPEN.length(), close).strip();
            String put = value.apply(name);
            bounded(out.length() + (long) (open - copied) + put.length(), room);
            out.append(text, copied, open).append(put);
            copied = close + CLOSE.length();
            open = text.indexOf(OPEN, copied);
        }
        bounded(out.length() + (long) (text.length() - copied), room);
        return out.append(text, copied, text.length()).toString();
    }

    private static void bounded(long length, int room) {
        if (length > room) {
            throw new Refusal(
                    413,
                    "prompt_too_large",
                    "Prompt too large",
                    "The filled template has more than %d characters. Send shorter values.".formatted(LONGEST));
        }
    }
}
