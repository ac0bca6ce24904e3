package dev.sluice.optimizer.protect;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/** JSON within a text: the same values without the layout around them. Strings, numbers and the order of keys stay. */
public final class Json {

    private static final JsonFactory FACTORY = new JsonFactory();
    private static final int SHORTEST = 2;

    private Json() {}

    /** A JSON object or array without blanks outside of strings; absent when the text is no strict JSON. */
    public static @Nullable String flat(String text) {
        if (text.length() < SHORTEST || "{[".indexOf(text.charAt(0)) < 0 || !isJson(text)) {
            return null;
        }
        var out = new StringBuilder(text.length());
        boolean inString = false;
        for (int at = 0; at < text.length(); at++) {
            char c = text.charAt(at);
            if (inString && c == '\\' && at + 1 < text.length()) {
                out.append(c).append(text.charAt(++at));
                continue;
            }
            inString ^= c == '"';
            if (inString || !isLayout(c)) {
                out.append(c);
            }
        }
        return out.toString();
    }

    private static boolean isLayout(char c) {
        return c == ' ' || c == '\t' || c == '\r' || c == '\n';
    }

    private static boolean isJson(String text) {
        int depth = 0;
        int values = 0;
        try (JsonParser parser = FACTORY.createParser(text)) {
            for (var token = parser.nextToken(); token != null; token = parser.nextToken()) {
                depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
                values += depth == 0 ? 1 : 0;
            }
            return values == 1;
        } catch (JsonProcessingException noJson) {
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException("a text cannot be read from memory", e);
        }
    }
}
