package dev.sluice.gateway.recall;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.Map;
import java.util.TreeMap;

/** One text for all ways of writing the same JSON value: members sorted, no white space, numbers in one form. */
final class CanonicalJson {

    static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxStringLength(Integer.MAX_VALUE)
                    .build())
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .build();

    private static final int LONGEST_NUMBER = 64;

    private CanonicalJson() {}

    /** Appends the value the parser stands at; leaves the parser at the value's last token. */
    static void append(JsonParser json, StringBuilder out) throws IOException {
        switch (json.currentToken()) {
            case START_OBJECT -> object(json, out);
            case START_ARRAY -> array(json, out);
            case VALUE_STRING -> quote(json.getText(), out);
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> out.append(number(json.getText()));
            default -> out.append(json.getText());
        }
    }

    static void quote(String text, StringBuilder out) {
        out.append('"');
        JsonStringEncoder.getInstance().quoteAsString(text, out);
        out.append('"');
    }

    private static void object(JsonParser json, StringBuilder out) throws IOException {
        Map<String, String> members = new TreeMap<>();
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String name = json.currentName();
            json.nextToken();
            var value = new StringBuilder();
            append(json, value);
            members.put(name, value.toString());
        }
        write(members, out);
    }

    static void write(Map<String, String> members, StringBuilder out) {
        out.append('{');
        int first = out.length();
        members.forEach((name, value) -> {
            if (out.length() > first) {
                out.append(',');
            }
            quote(name, out);
            out.append(':').append(value);
        });
        out.append('}');
    }

    private static void array(JsonParser json, StringBuilder out) throws IOException {
        out.append('[');
        int first = out.length();
        while (json.nextToken() != JsonToken.END_ARRAY) {
            if (out.length() > first) {
                out.append(',');
            }
            append(json, out);
        }
        out.append(']');
    }

    private static String number(String text) {
        if (text.length() > LONGEST_NUMBER) {
            return text;
        }
        try {
            BigDecimal value = new BigDecimal(text);
            return value.signum() == 0 ? "0" : value.stripTrailingZeros().toString();
        } catch (NumberFormatException e) {
            return text;
        }
    }
}
