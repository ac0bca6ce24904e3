package dev.sluice.optimizer.documents;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Checks JSON against the part of JSON Schema that our shapes use: {@code type}, {@code required}, {@code properties},
 * {@code items}, {@code minItems}, {@code maxItems}, {@code minLength}, {@code maxLength}, {@code minimum}, {@code maximum}
 * and {@code enum}; beside it {@code sumOf} and {@code sum}: what a field of all items adds up to, give or take 1. Fields that a
 * shape does not name are refused.
 */
final class Shape {

    /** The words a shape may use. */
    static final Set<String> WORDS = Set.of(
            "type",
            "required",
            "properties",
            "items",
            "minItems",
            "maxItems",
            "minLength",
            "maxLength",
            "minimum",
            "maximum",
            "enum",
            "sumOf",
            "sum");

    private static final int MOST_FAULTS = 10;

    private final List<String> faults = new ArrayList<>();

    private Shape() {}

    /** What is wrong with a value, each with its place; nothing when it has the shape. */
    static List<String> faults(JsonNode shape, JsonNode value) {
        var check = new Shape();
        check.value(shape, value, "$");
        return check.faults.subList(0, Math.min(MOST_FAULTS, check.faults.size()));
    }

    private void value(JsonNode shape, JsonNode value, String place) {
        String type = shape.path("type").asText();
        boolean fits = switch (type) {
            case "object" -> value.isObject();
            case "array" -> value.isArray();
            case "string" -> value.isTextual();
            case "number" -> value.isNumber();
            default -> throw new IllegalArgumentException("a shape has the unknown type " + type);
        };
        if (!fits) {
            faults.add("%s must be %s %s".formatted(place, "aeiou".indexOf(type.charAt(0)) >= 0 ? "an" : "a", type));
            return;
        }
        switch (type) {
            case "object" -> object(shape, value, place);
            case "array" -> array(shape, value, place);
            case "string" -> text(shape, value.asText(), place);
            default -> bounded(shape, "minimum", "maximum", value.asDouble(), place, "is");
        }
    }

    private void object(JsonNode shape, JsonNode value, String place) {
        for (JsonNode name : shape.path("required")) {
            if (!value.has(name.asText())) {
                faults.add("%s.%s is missing".formatted(place, name.asText()));
            }
        }
        value.properties().forEach(field -> {
            JsonNode own = shape.path("properties").path(field.getKey());
            String below = place + "." + field.getKey();
            if (own.isMissingNode()) {
                faults.add("%s is not asked for".formatted(below));
            } else {
                value(own, field.getValue(), below);
            }
        });
    }

    private void array(JsonNode shape, JsonNode value, String place) {
        bounded(shape, "minItems", "maxItems", value.size(), place, "has as many items as");
        double sum = 0;
        for (int at = 0; at < value.size(); at++) {
            value(shape.path("items"), value.get(at), place + "[" + at + "]");
            sum += value.get(at).path(shape.path("sumOf").asText()).asDouble();
        }
        if (shape.has("sum") && Math.abs(sum - shape.path("sum").asDouble()) > 1) {
            faults.add("%s: '%s' adds up to %s, not to %s"
                    .formatted(
                            place,
                            shape.path("sumOf").asText(),
                            sum,
                            shape.path("sum").asText()));
        }
    }

    private void text(JsonNode shape, String value, String place) {
        bounded(shape, "minLength", "maxLength", value.strip().length(), place, "has as many characters as");
        boolean known = !shape.has("enum");
        for (JsonNode one : shape.path("enum")) {
            known |= one.asText().equals(value);
        }
        if (!known) {
            faults.add("%s must be one of %s".formatted(place, shape.path("enum")));
        }
    }

    private void bounded(JsonNode shape, String least, String most, double size, String place, String says) {
        if (shape.has(least) && size < shape.path(least).asDouble()) {
            faults.add("%s %s %s; at least %s"
                    .formatted(place, says, plain(size), shape.path(least).asText()));
        }
        if (shape.has(most) && size > shape.path(most).asDouble()) {
            faults.add("%s %s %s; at most %s"
                    .formatted(place, says, plain(size), shape.path(most).asText()));
        }
    }

    private static String plain(double number) {
        return number == Math.rint(number) ? String.valueOf((long) number) : String.valueOf(number);
    }
}
