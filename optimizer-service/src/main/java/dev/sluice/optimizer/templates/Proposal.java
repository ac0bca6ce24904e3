package dev.sluice.optimizer.templates;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.contracts.chat.ChatMessage;
import dev.sluice.kit.problem.Refusal;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A version that somebody wants: exactly one of text and messages.
 *
 * @param text the prompt as one user turn
 * @param messages the prompt as a conversation
 * @param variables what may be put in
 * @param meantFor the products it is meant for
 * @param note what is new in it
 */
@RegisterForReflection
record Proposal(
        @Nullable String text,
        @Nullable List<ChatMessage> messages,
        @Nullable List<Variable> variables,
        @JsonProperty("for") @Nullable Product meantFor,
        @Nullable String note) {

    static final int MOST_VARIABLES = 64;
    static final int LONGEST = 64 * 1024;

    private static final int MOST_MESSAGES = 64;
    private static final int MOST_VALUES = 200;
    private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_]{0,63}");
    private static final Set<String> ROLES = Set.of("system", "developer", "user", "assistant");
    private static final Set<String> FIELDS = Set.of("type", "category", "requirements", "region");

    /**
     * Its messages, once all of it is found to be as it must.
     *
     * @throws Refusal 400 or 413
     */
    List<ChatMessage> checked() {
        if ((text == null) == (messages == null)) {
            throw bad("text_or_messages", "Send exactly one of 'text' and 'messages'.");
        }
        List<ChatMessage> said =
                text == null ? Objects.requireNonNull(messages) : List.of(new ChatMessage("user", text));
        if (said.isEmpty() || said.size() > MOST_MESSAGES) {
            throw bad("invalid_messages", "'messages' has %d; send 1 to %d.".formatted(said.size(), MOST_MESSAGES));
        }
        long length = 0;
        for (int at = 0; at < said.size(); at++) {
            @Nullable ChatMessage message = said.get(at);
            @Nullable String role = message == null ? null : message.role();
            @Nullable String content = message == null ? null : message.content();
            if (role == null || content == null || !ROLES.contains(role)) {
                throw bad(
                        "invalid_messages",
                        "messages.%d needs a 'content' and a 'role' of %s."
                                .formatted(at, String.join(", ", sorted(ROLES))));
            }
            length += content.length();
        }
        length += note == null ? 0 : note.length();
        if (length > LONGEST) {
            throw new Refusal(
                    413,
                    "template_too_large",
                    "Template too large",
                    "The version has %d characters; at most %d.".formatted(length, LONGEST));
        }
        check(said);
        return said;
    }

    List<Variable> declared() {
        return variables == null ? List.of() : variables;
    }

    private void check(List<ChatMessage> said) {
        if (declared().size() > MOST_VARIABLES) {
            throw bad(
                    "invalid_variables",
                    "There are %d variables; at most %d.".formatted(declared().size(), MOST_VARIABLES));
        }
        Set<String> known = new HashSet<>();
        for (Variable variable : declared()) {
            check(variable, known);
        }
        for (String name : Rendering.names(said)) {
            boolean ofProduct =
                    name.startsWith(Rendering.PRODUCT) && FIELDS.contains(name.substring(Rendering.PRODUCT.length()));
            if (!ofProduct && !known.contains(name)) {
                throw bad(
                        "unknown_variable",
                        "'{{%s}}' is not declared. Add it to 'variables', or use one of product.%s."
                                .formatted(name, String.join(", product.", sorted(FIELDS))));
            }
        }
    }

    private static void check(@Nullable Variable variable, Set<String> known) {
        @Nullable String name = variable == null ? null : variable.name();
        Variable.@Nullable Type type = variable == null ? null : variable.type();
        if (variable == null
                || name == null
                || type == null
                || !NAME.matcher(name).matches()) {
            throw bad(
                    "invalid_variables",
                    "Each variable needs a 'type' (string, number, enum, list) and a 'name' of letters, digits and '_'.");
        }
        if (!known.add(name)) {
            throw bad("invalid_variables", "'%s' is declared twice.".formatted(name));
        }
        List<String> values = variable.values();
        boolean hasValues =
                values != null && !values.isEmpty() && values.size() <= MOST_VALUES && !values.contains(null);
        if ((type == Variable.Type.ENUM) != (values != null) || (values != null && !hasValues)) {
            throw bad(
                    "invalid_variables",
                    "'%s': an enum has 1 to %d 'values', nothing else has any.".formatted(name, MOST_VALUES));
        }
        if (variable.min() != null && variable.max() != null && variable.min().compareTo(variable.max()) > 0) {
            throw bad("invalid_variables", "'%s': 'min' is more than 'max'.".formatted(name));
        }
        JsonNode byDefault = variable.byDefault();
        String wrong = byDefault == null || byDefault.isNull() ? null : variable.wrong(byDefault);
        if (wrong != null) {
            throw bad("invalid_variables", "The default of '%s' %s.".formatted(name, wrong));
        }
    }

    private static List<String> sorted(Set<String> names) {
        return names.stream().sorted().toList();
    }

    private static Refusal bad(String code, String detail) {
        return Refusal.badRequest(code, detail);
    }
}
