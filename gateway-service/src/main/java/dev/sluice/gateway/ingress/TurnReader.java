package dev.sluice.gateway.ingress;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.sluice.gateway.errors.ApiError;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the list of messages. */
final class TurnReader {

    private TurnReader() {}

    static List<Turn> read(JsonParser json, Bounds bounds) throws IOException {
        if (json.currentToken() != JsonToken.START_ARRAY) {
            throw Values.wrongType("messages", "a list");
        }
        List<Turn> turns = new ArrayList<>();
        while (json.nextToken() != JsonToken.END_ARRAY) {
            String path = "messages[" + turns.size() + "]";
            if (json.currentToken() != JsonToken.START_OBJECT) {
                throw Values.wrongType(path, "an object with role and content");
            }
            turns.add(turn(json, path));
            bounds.messages("messages", turns.size());
        }
        return List.copyOf(turns);
    }

    private static Turn turn(JsonParser json, String path) throws IOException {
        int start = Values.start(json);
        String role = null;
        Span content = new Span(start, start);
        Turn.Kind kind = Turn.Kind.NONE;
        boolean plain = true;
        Set<String> seen = new HashSet<>();
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String name = json.currentName();
            if (!seen.add(name)) {
                throw ApiError.invalid(path, "duplicate_field", "A field stands twice in '%s'.".formatted(path));
            }
            JsonToken value = json.nextToken();
            switch (name) {
                case "role" -> role = Values.text(json, path + ".role");
                case "content" -> {
                    int from = Values.start(json);
                    kind = kind(json, path);
                    json.finishToken();
                    content = new Span(from, Values.end(json));
                }
                case "name" -> {}
                default -> plain &= value == JsonToken.VALUE_NULL;
            }
            json.skipChildren();
        }
        return new Turn(needRole(role, path), new Span(start, Values.end(json)), content, kind, plain);
    }

    private static String needRole(@Nullable String role, String path) {
        if (role == null) {
            throw ApiError.invalid(path + ".role", "missing_field", "The field '%s.role' is missing.".formatted(path));
        }
        return role;
    }

    private static Turn.Kind kind(JsonParser json, String path) throws IOException {
        return switch (json.currentToken()) {
            case VALUE_STRING -> Turn.Kind.TEXT;
            case VALUE_NULL -> Turn.Kind.NONE;
            case START_ARRAY -> parts(json, path + ".content");
            default -> throw Values.wrongType(path + ".content", "a string or a list of parts");
        };
    }

    private static Turn.Kind parts(JsonParser json, String path) throws IOException {
        boolean text = true;
        while (json.nextToken() != JsonToken.END_ARRAY) {
            if (json.currentToken() != JsonToken.START_OBJECT) {
                throw Values.wrongType(path, "a list of objects with a type");
            }
            text &= isText(json);
        }
        return text ? Turn.Kind.TEXT_PARTS : Turn.Kind.MIXED_PARTS;
    }

    /** Whether a part is {@code {"type":"text","text":"..."}} and nothing more. */
    private static boolean isText(JsonParser json) throws IOException {
        boolean type = false;
        boolean text = false;
        boolean more = false;
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String name = json.currentName();
            JsonToken value = json.nextToken();
            switch (name) {
                case "type" ->
                    type = value == JsonToken.VALUE_STRING && json.getText().equals("text");
                case "text" -> text = value == JsonToken.VALUE_STRING;
                default -> more = true;
            }
            json.skipChildren();
        }
        return type && text && !more;
    }
}
