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
    private static final String OPEN = "{{";
    private static final String CLOSE = "}}";

    private Rendering() {}

    /** The names between double braces, in order. */
    static Set<String> names(List<ChatMessage> messages) {
        Set<String> names = new LinkedHashSet<>();
        messages.forEach(message -> replaced(message.content(), name -> {
            names.add(name);
            return "";
        }));
        return names;
    }

    /**
     * The prompt.
     *
     * @throws Refusal 400 naming each variable that is missing, unknown or not as it must be
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
        return template.messages().stream()
                .map(message -> new ChatMessage(
                        message.role(), replaced(message.content(), name -> text(template, name, values, product))))
                .toList();
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

    private static String replaced(String text, Function<String, String> value) {
        var out = new StringBuilder(text.length());
        int copied = 0;
        int open = text.indexOf(OPEN);
        while (open >= 0) {
            int close = text.indexOf(CLOSE, open + OPEN.length());
            if (close < 0) {
                break;
            }
            String name = text.substring(open + OPEN.length(), close).strip();
            out.append(text, copied, open).append(value.apply(name));
            copied = close + CLOSE.length();
            open = text.indexOf(OPEN, copied);
        }
        return out.append(text, copied, text.length()).toString();
    }
}
