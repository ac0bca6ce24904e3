package dev.sluice.testkit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * What a request asks for, read from its JSON.
 *
 * @param json the body; missing when there was none
 * @param model the model named; null when none
 * @param stream whether events are wanted
 * @param lastUserText the text of the last user message, or the input of an embedding or moderation
 * @param promptTokens a plausible count: a token for each four characters of all texts
 */
record Asked(JsonNode json, @Nullable String model, boolean stream, String lastUserText, int promptTokens) {

    static final ObjectMapper JSON = new ObjectMapper();

    /** @throws IllegalArgumentException when there is a body and it is not JSON */
    static Asked read(byte[] body) {
        if (body.length == 0) {
            return of(MissingNode.getInstance());
        }
        try {
            return of(JSON.readTree(body));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("We could not parse the JSON body of your request.", e);
        } catch (IOException e) {
            throw new IllegalArgumentException(e);
        }
    }

    /** A request whose body nobody understands. */
    static Asked nothing() {
        return of(MissingNode.getInstance());
    }

    private static Asked of(JsonNode json) {
        String last = text(json.path("input"));
        int characters = last.length() + text(json.path("system")).length();
        for (JsonNode message : json.path("messages")) {
            String text = text(message.path("content"));
            characters += text.length();
            if (message.path("role").asText().equals("user")) {
                last = text;
            }
        }
        String model = json.path("model").isTextual() ? json.path("model").asText() : null;
        return new Asked(json, model, json.path("stream").asBoolean(false), last, tokens(characters));
    }

    /** Text, or the texts of a list of texts or of content parts, each on its own line. */
    static String text(JsonNode content) {
        if (content.isTextual()) {
            return content.asText();
        }
        var all = new StringBuilder();
        for (JsonNode part : content) {
            String text = part.isTextual() ? part.asText() : part.path("text").asText("");
            if (!text.isEmpty()) {
                all.append(all.isEmpty() ? "" : "\n").append(text);
            }
        }
        return all.toString();
    }

    static int tokens(int characters) {
        return (characters + 3) / 4;
    }

    String modelOr(String other) {
        return model == null ? other : model;
    }
}
