package dev.sluice.gateway.ingress;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Decodes the text of a message when somebody needs it. The body was read before, so it is known to be well formed. */
final class TextOf {

    private TextOf() {}

    static String content(byte[] body, Turn turn) {
        Span at = turn.content();
        if (turn.kind() == Turn.Kind.NONE) {
            return "";
        }
        try (JsonParser json = Bounds.NONE.json().createParser(body, at.start(), at.end() - at.start())) {
            return json.nextToken() == JsonToken.VALUE_STRING ? json.getText() : parts(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String parts(JsonParser json) throws IOException {
        var all = new StringBuilder();
        int part = 0;
        while (json.nextToken() != JsonToken.END_ARRAY) {
            if (json.currentToken() != JsonToken.START_OBJECT) {
                json.skipChildren();
                continue;
            }
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                boolean text = json.currentName().equals("text");
                if (json.nextToken() == JsonToken.VALUE_STRING && text) {
                    all.append(part++ == 0 ? "" : "\n").append(json.getText());
                } else {
                    json.skipChildren();
                }
            }
        }
        return all.toString();
    }
}
