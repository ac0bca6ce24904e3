package dev.sluice.local.text;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A JSON value (RFC 8259), small because the launcher has no libraries. What is absent is {@link Nil}, never null, so
 * a path through a document needs no checks.
 */
public sealed interface Json {

    /** An object; the order of its fields is kept. */
    record Obj(Map<String, Json> fields) implements Json {}

    /** An array. */
    record Arr(List<Json> values) implements Json {}

    /** A string. */
    record Str(String value) implements Json {}

    /** A number, as it was written. */
    record Num(String literal) implements Json {}

    /** True or false. */
    record Bool(boolean value) implements Json {}

    /** Null, or nothing at all. */
    record Nil() implements Json {}

    /** Reads one JSON document; {@link IllegalArgumentException} tells where it is broken. */
    static Json parse(String text) {
        return new JsonReader(text).document();
    }

    /** An object from names and values in turn; values may be {@link Json}, text, numbers, booleans or lists. */
    static Json object(Object... namesAndValues) {
        Map<String, Json> fields = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            fields.put((String) namesAndValues[i], of(namesAndValues[i + 1]));
        }
        return new Obj(fields);
    }

    /** The JSON for a plain value. */
    static Json of(Object value) {
        return switch (value) {
            case Json json -> json;
            case Number number -> new Num(number.toString());
            case Boolean bool -> new Bool(bool);
            case List<?> list -> new Arr(list.stream().map(Json::of).toList());
            default -> new Str(value.toString());
        };
    }

    /** The value at the end of a path of field names, or {@link Nil}. */
    default Json at(String... path) {
        Json here = this;
        for (String name : path) {
            here = here instanceof Obj obj ? obj.fields().getOrDefault(name, new Nil()) : new Nil();
        }
        return here;
    }

    /** The values of an array; empty for anything else. */
    default List<Json> items() {
        return this instanceof Arr arr ? arr.values() : List.of();
    }

    /** The text of a string, or the given text for anything else. */
    default String text(String otherwise) {
        return this instanceof Str str ? str.value() : otherwise;
    }

    /** A number without its fraction, or the given one for anything else. */
    default long number(long otherwise) {
        return this instanceof Num num ? (long) Double.parseDouble(num.literal()) : otherwise;
    }

    /** A number, or the given one for anything else. */
    default double decimal(double otherwise) {
        return this instanceof Num num ? Double.parseDouble(num.literal()) : otherwise;
    }

    /** This value as one line of JSON. */
    default String write() {
        StringBuilder out = new StringBuilder();
        JsonWriter.write(this, out);
        return out.toString();
    }
}
