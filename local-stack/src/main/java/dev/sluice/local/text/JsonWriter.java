package dev.sluice.local.text;

/** Writes {@link Json} on one line. */
final class JsonWriter {

    private JsonWriter() {}

    static void write(Json json, StringBuilder out) {
        switch (json) {
            case Json.Obj obj -> {
                String separator = "{";
                for (var field : obj.fields().entrySet()) {
                    out.append(separator);
                    quote(field.getKey(), out);
                    out.append(':');
                    write(field.getValue(), out);
                    separator = ",";
                }
                out.append(obj.fields().isEmpty() ? "{}" : "}");
            }
            case Json.Arr arr -> {
                String separator = "[";
                for (Json value : arr.values()) {
                    out.append(separator);
                    write(value, out);
                    separator = ",";
                }
                out.append(arr.values().isEmpty() ? "[]" : "]");
            }
            case Json.Str str -> quote(str.value(), out);
            case Json.Num num -> out.append(num.literal());
            case Json.Bool bool -> out.append(bool.value());
            case Json.Nil nil -> out.append("null");
        }
    }

    private static void quote(String text, StringBuilder out) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"', '\\' -> out.append('\\').append(c);
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                default -> {
                    if (c < ' ') {
                        out.append("\\u00")
                                .append(Character.forDigit(c >> 4, 16))
                                .append(Character.forDigit(c & 15, 16));
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        out.append('"');
    }
}
