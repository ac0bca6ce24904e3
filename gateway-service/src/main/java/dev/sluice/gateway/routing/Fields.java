package dev.sluice.gateway.routing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.sluice.kit.problem.Refusal;
import io.quarkus.runtime.configuration.DurationConverter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** A JSON object read field by field, with faults that name their place; a field that nobody asked for is one. */
final class Fields {

    private static final int LONGEST_TEXT = 256;

    private final JsonNode object;
    private final String at;
    private final Set<String> known = new TreeSet<>();

    Fields(JsonNode object, String at) {
        this.object = object;
        this.at = at;
        if (!object.isObject()) {
            throw fault("is not a JSON object");
        }
    }

    /** A fault of the whole object. */
    Refusal fault(String what) {
        return wrong(at, what);
    }

    static Refusal wrong(String where, String what) {
        return Refusal.badRequest("invalid_route", "%s %s.".formatted(where.isEmpty() ? "The route" : where, what));
    }

    boolean has(String name) {
        known.add(name);
        return object.hasNonNull(name);
    }

    @Nullable
    String text(String name) {
        return has(name) ? text(object.get(name), place(name)) : null;
    }

    String required(String name) {
        String text = text(name);
        if (text == null) {
            throw fault("lacks the field '%s'".formatted(name));
        }
        return text;
    }

    Set<String> texts(String name) {
        Set<String> texts = new HashSet<>();
        list(name, LONGEST_TEXT, (value, place) -> texts.add(text(value, place)));
        return texts;
    }

    @Nullable
    Duration duration(String name) {
        String text = text(name);
        if (text == null) {
            return null;
        }
        try {
            Duration time = DurationConverter.parseDuration(text);
            if (time.isPositive()) {
                return time;
            }
        } catch (RuntimeException e) {
            throw wrong(place(name), "is not a duration. Write one such as 500ms, 30s or 1h");
        }
        throw wrong(place(name), "is not above 0. Write a duration such as 500ms, 30s or 1h");
    }

    @Nullable
    Double number(String name, double least, double most) {
        if (!has(name)) {
            return null;
        }
        JsonNode value = object.get(name);
        if (!value.isNumber() || value.doubleValue() < least || value.doubleValue() > most) {
            throw wrong(place(name), "is not a number from %s to %s".formatted(plain(least), plain(most)));
        }
        return value.doubleValue();
    }

    @Nullable
    Long count(String name) {
        if (!has(name)) {
            return null;
        }
        JsonNode value = object.get(name);
        if (!value.canConvertToLong() || !value.isIntegralNumber() || value.longValue() < 0) {
            throw wrong(place(name), "is not a whole number from 0");
        }
        return value.longValue();
    }

    @Nullable
    Boolean flag(String name) {
        if (!has(name)) {
            return null;
        }
        if (!object.get(name).isBoolean()) {
            throw wrong(place(name), "is neither true nor false");
        }
        return object.get(name).booleanValue();
    }

    <E extends Enum<E>> @Nullable E word(String name, Class<E> type) {
        String text = text(name);
        return text == null ? null : word(text, place(name), type);
    }

    /** The objects or values of a list; a list that is absent has none. */
    <T> List<T> list(String name, int most, BiFunction<JsonNode, String, T> read) {
        List<T> all = new ArrayList<>();
        if (has(name)) {
            JsonNode list = object.get(name);
            if (!list.isArray() || list.size() > most) {
                throw wrong(place(name), "is not a list of at most %d".formatted(most));
            }
            for (int i = 0; i < list.size(); i++) {
                all.add(read.apply(list.get(i), "%s[%d]".formatted(place(name), i)));
            }
        }
        return all;
    }

    /** An object within; an empty one if it is absent. */
    Fields object(String name) {
        return new Fields(has(name) ? object.get(name) : JsonNodeFactory.instance.objectNode(), place(name));
    }

    JsonNode raw(String name) {
        return object.path(name);
    }

    String place(String name) {
        return at.isEmpty() ? name : at + "." + name;
    }

    /** Refuses fields that were not asked for. */
    void done() {
        object.fieldNames().forEachRemaining(name -> {
            if (!known.contains(name)) {
                throw fault("has the unknown field '%s'. Known are %s"
                        .formatted(shortened(name), String.join(", ", known)));
            }
        });
    }

    static String text(JsonNode value, String place) {
        String text = value.textValue();
        if (text == null || text.isBlank() || text.length() > LONGEST_TEXT) {
            throw wrong(place, "is not a text of 1 to %d characters".formatted(LONGEST_TEXT));
        }
        return text;
    }

    static <E extends Enum<E>> E word(String text, String place, Class<E> type) {
        for (E known : type.getEnumConstants()) {
            if (known.name().equalsIgnoreCase(text)) {
                return known;
            }
        }
        Set<String> words = new TreeSet<>();
        for (E known : type.getEnumConstants()) {
            words.add(known.name().toLowerCase(Locale.ROOT));
        }
        throw wrong(place, "is none of " + String.join(", ", words));
    }

    private static String plain(double number) {
        return number == Math.rint(number) ? Long.toString((long) number) : Double.toString(number);
    }

    private static String shortened(String name) {
        return name.length() > 40 ? name.substring(0, 40) + "..." : name;
    }
}
