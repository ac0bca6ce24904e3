package dev.sluice.gateway.ingress;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.sluice.gateway.errors.ApiError;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Reads single values of a known type, or says which type was wanted. Null counts as absent, as with OpenAI. */
final class Values {

    private Values() {}

    static ApiError wrongType(String name, String wanted) {
        return ApiError.invalid(name, "invalid_type", "The field '%s' must be %s.".formatted(name, wanted));
    }

    static String text(JsonParser json, String name) throws IOException {
        if (json.currentToken() != JsonToken.VALUE_STRING) {
            throw wrongType(name, "a string");
        }
        return json.getText();
    }

    static boolean flag(JsonParser json, String name) {
        return switch (json.currentToken()) {
            case VALUE_TRUE -> true;
            case VALUE_FALSE, VALUE_NULL -> false;
            default -> throw wrongType(name, "true or false");
        };
    }

    static @Nullable Double number(JsonParser json, String name) throws IOException {
        return switch (json.currentToken()) {
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> json.getDoubleValue();
            case VALUE_NULL -> null;
            default -> throw wrongType(name, "a number");
        };
    }

    static @Nullable Long integer(JsonParser json, String name) throws IOException {
        if (json.currentToken() == JsonToken.VALUE_NULL) {
            return null;
        }
        if (json.currentToken() != JsonToken.VALUE_NUMBER_INT
                || json.getNumberType() == JsonParser.NumberType.BIG_INTEGER) {
            throw wrongType(name, "a whole number");
        }
        return json.getLongValue();
    }

    /** Whether a list is there and has anything in it. */
    static boolean list(JsonParser json, String name) throws IOException {
        if (json.currentToken() == JsonToken.VALUE_NULL) {
            return false;
        }
        if (json.currentToken() != JsonToken.START_ARRAY) {
            throw wrongType(name, "a list");
        }
        if (json.nextToken() == JsonToken.END_ARRAY) {
            return false;
        }
        do {
            json.skipChildren();
        } while (json.nextToken() != JsonToken.END_ARRAY);
        return true;
    }

    /** A flag within an object. */
    static boolean flagIn(JsonParser json, String name, String flag) throws IOException {
        if (json.currentToken() == JsonToken.VALUE_NULL) {
            return false;
        }
        if (json.currentToken() != JsonToken.START_OBJECT) {
            throw wrongType(name, "an object");
        }
        boolean set = false;
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            boolean wanted = json.currentName().equals(flag);
            json.nextToken();
            if (wanted) {
                set = flag(json, name + "." + flag);
            }
            json.skipChildren();
        }
        return set;
    }

    /** Whether a {@code response_format} asks for anything but text; one of another form is the upstream's to refuse. */
    static boolean shaped(JsonParser json) throws IOException {
        if (json.currentToken() == JsonToken.VALUE_NULL) {
            return false;
        }
        if (json.currentToken() != JsonToken.START_OBJECT) {
            json.skipChildren();
            return true;
        }
        boolean text = false;
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            boolean type = json.currentName().equals("type");
            json.nextToken();
            if (type) {
                text = json.currentToken() == JsonToken.VALUE_STRING
                        && json.getText().equals("text");
            }
            json.skipChildren();
        }
        return !text;
    }

    static int start(JsonParser json) {
        return Math.toIntExact(json.currentTokenLocation().getByteOffset());
    }

    /** Where the current token ends; it has been read to its end. */
    static int end(JsonParser json) {
        return Math.toIntExact(json.currentLocation().getByteOffset());
    }

    /** The place of the current token, which is no object or list. */
    static Span span(JsonParser json) throws IOException {
        int start = start(json);
        json.finishToken();
        return new Span(start, end(json));
    }
}
