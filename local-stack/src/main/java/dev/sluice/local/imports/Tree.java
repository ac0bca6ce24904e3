package dev.sluice.local.imports;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Steps through what a YAML or JSON file holds without stumbling over what is missing or of another kind. */
final class Tree {

    private Tree() {}

    /** The map at a name; empty if there is none. */
    static Map<String, Object> map(Map<String, Object> in, String name) {
        return map(in.get(name));
    }

    /** The value as a map; empty if it is none. */
    static Map<String, Object> map(@Nullable Object value) {
        Map<String, Object> map = new LinkedHashMap<>();
        if (value instanceof Map<?, ?> some) {
            some.forEach((key, one) -> map.put(String.valueOf(key), one));
        }
        return map;
    }

    /** The list at a name; a single value is a list of one, nothing is an empty one. */
    static List<Object> list(Map<String, Object> in, String name) {
        Object value = in.get(name);
        return value == null ? List.of() : value instanceof List<?> some ? new ArrayList<>(some) : List.of(value);
    }

    /** The text at a name; empty if there is none. */
    static String text(Map<String, Object> in, String name) {
        Object value = in.get(name);
        return value == null || value instanceof Map || value instanceof List
                ? ""
                : String.valueOf(value).strip();
    }

    /** The number at a name; the other if there is none. */
    static double number(Map<String, Object> in, String name, double otherwise) {
        try {
            String text = text(in, name);
            return text.isEmpty() ? otherwise : Double.parseDouble(text);
        } catch (NumberFormatException e) {
            return otherwise;
        }
    }
}
