package dev.sluice.gateway.control;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.kit.problem.Refusal;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a JSON object that an administrator wrote. What is not understood is refused with its name, never
 * passed over: a limit with a typo in it must not be no limit.
 */
public final class Fields {

    private static final int LONGEST_TEXT = 500;

    private final JsonNode object;
    private final String prefix;

    private Fields(JsonNode object, String prefix) {
        this.object = object;
        this.prefix = prefix;
    }

    /** The fields of a body; a 400 {@link Refusal} if it is no JSON object. */
    public static Fields read(ObjectMapper json, byte[] body) {
        try {
            JsonNode root = json.readTree(body);
            if (root != null && root.isObject()) {
                return new Fields(root, "");
            }
        } catch (IOException e) {
            throw Refusal.badRequest("invalid_json", "The body is not valid JSON. Send a JSON object.");
        }
        throw Refusal.badRequest("invalid_json", "The body is not a JSON object. Send one, such as {}.");
    }

    /** The fields of an object. */
    public static Fields of(ObjectNode object) {
        return new Fields(object, "");
    }

    /** The fields of a JSON value that should be an object. */
    public static Fields of(JsonNode value, String name) {
        if (!value.isObject()) {
            throw bad("The field '%s' must be an object.".formatted(name));
        }
        return new Fields(value, name + ".");
    }

    /** Refuses every field that is not among these. */
    public Fields only(Set<String> known) {
        for (Map.Entry<String, JsonNode> field : object.properties()) {
            if (!known.contains(field.getKey())) {
                throw bad("Unknown field '%s'. Known fields: %s."
                        .formatted(prefix + field.getKey(), String.join(", ", new TreeSet<>(known))));
            }
        }
        return this;
    }

    /** The names of all fields. */
    public List<String> names() {
        return object.properties().stream().map(Map.Entry::getKey).toList();
    }

    /** A value as it is; null if it is missing. */
    public @Nullable JsonNode value(String name) {
        JsonNode value = object.path(name);
        return value.isMissingNode() || value.isNull() ? null : value;
    }

    /** An object within; null if it is missing. */
    public @Nullable Fields object(String name) {
        JsonNode value = value(name);
        return value == null ? null : of(value, prefix + name);
    }

    /** A text of at most 500 characters. */
    public @Nullable String text(String name) {
        JsonNode value = value(name);
        if (value == null) {
            return null;
        }
        if (!value.isTextual() || value.textValue().length() > LONGEST_TEXT) {
            throw bad(
                    "The field '%s' must be a string of at most %d characters.".formatted(prefix + name, LONGEST_TEXT));
        }
        return value.textValue();
    }

    /** A list of texts; empty if it is missing. */
    public List<String> texts(String name, int most) {
        List<String> texts = new ArrayList<>();
        for (JsonNode value : list(name, most)) {
            if (!value.isTextual() || value.textValue().length() > LONGEST_TEXT) {
                throw bad("The field '%s' must be a list of strings.".formatted(prefix + name));
            }
            texts.add(value.textValue());
        }
        return texts;
    }

    /** A list of objects; empty if it is missing. */
    public List<Fields> objects(String name, int most) {
        List<Fields> objects = new ArrayList<>();
        for (JsonNode value : list(name, most)) {
            objects.add(of(value, prefix + name + "[]"));
        }
        return objects;
    }

    /** A whole number. */
    public @Nullable Long number(String name) {
        JsonNode value = value(name);
        if (value == null) {
            return null;
        }
        if (!value.isIntegralNumber() || !value.canConvertToLong()) {
            throw bad("The field '%s' must be a whole number.".formatted(prefix + name));
        }
        return value.longValue();
    }

    /** True or false. */
    public boolean flag(String name, boolean missing) {
        JsonNode value = value(name);
        if (value == null) {
            return missing;
        }
        if (!value.isBoolean()) {
            throw bad("The field '%s' must be true or false.".formatted(prefix + name));
        }
        return value.booleanValue();
    }

    /** An exact decimal: a string such as {@code "12.50"}, or a whole number. */
    public @Nullable BigDecimal decimal(String name) {
        JsonNode value = value(name);
        if (value == null) {
            return null;
        }
        try {
            if (value.isIntegralNumber()) {
                return value.decimalValue();
            }
            // BigDecimal takes 1E+999999999 and would spend minutes on it.
            if (value.isTextual() && value.textValue().matches("[0-9]{1,12}(\\.[0-9]{1,12})?")) {
                return new BigDecimal(value.textValue());
            }
        } catch (NumberFormatException e) {
            throw bad("The field '%s' is no decimal.".formatted(prefix + name));
        }
        throw bad("The field '%s' must be a decimal in quotes, such as \"12.50\", or a whole number."
                .formatted(prefix + name));
    }

    /** An instant such as {@code 2027-01-01T00:00:00Z}. */
    public @Nullable Instant instant(String name) {
        return parsed(name, Instant::parse, "an instant such as 2027-01-01T00:00:00Z");
    }

    /** A duration such as {@code PT1M}. */
    public @Nullable Duration duration(String name) {
        return parsed(name, Duration::parse, "a duration such as PT1M, PT1H or P1D");
    }

    /** A text that means something. */
    public <T> @Nullable T parsed(String name, Function<String, T> parser, String what) {
        String text = text(name);
        if (text == null) {
            return null;
        }
        try {
            return parser.apply(text);
        } catch (DateTimeException | IllegalArgumentException e) {
            throw bad("The field '%s' must be %s.".formatted(prefix + name, what));
        }
    }

    /** A 400 about a field of this object. */
    public Refusal bad(String name, String what) {
        return bad("The field '%s' %s".formatted(prefix + name, what));
    }

    private Iterable<JsonNode> list(String name, int most) {
        JsonNode value = value(name);
        if (value == null) {
            return List.of();
        }
        if (!value.isArray() || value.size() > most) {
            throw bad("The field '%s' must be a list of at most %d entries.".formatted(prefix + name, most));
        }
        return value;
    }

    private static Refusal bad(String detail) {
        return Refusal.badRequest("invalid_field", detail);
    }
}
