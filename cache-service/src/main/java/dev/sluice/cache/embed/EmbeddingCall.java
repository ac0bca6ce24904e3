package dev.sluice.cache.embed;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * An embedding call in the OpenAI dialect, checked.
 *
 * @param texts what to embed, 1 to 256 texts
 * @param base64 whether vectors are wanted as base64 of little-endian floats
 */
record EmbeddingCall(List<String> texts, boolean base64) {

    private static final int MOST_TEXTS = 256;
    /** Far more than fits the model's tokens; spares the tokenizer hopeless work. */
    private static final int MOST_CHARACTERS = 200_000;

    EmbeddingCall {
        texts = List.copyOf(texts);
    }

    /** Reads a call to the model of this title. */
    static EmbeddingCall parse(byte[] body, ObjectMapper json, String title) {
        JsonNode call = read(body, json);
        JsonNode model = call.path("model");
        if (!model.isTextual()) {
            throw OpenAiRefusal.invalid(
                    "model", "missing_model", "You must provide a model: '" + title + "' or 'local'.");
        }
        if (!model.asText().equals(title) && !model.asText().startsWith("local")) {
            throw new OpenAiRefusal(
                    404,
                    "invalid_request_error",
                    "model",
                    "model_not_found",
                    "This service has one embedding model, '" + title + "', also called 'local'.");
        }
        JsonNode dimensions = call.path("dimensions");
        if (!dimensions.isMissingNode() && !dimensions.isNull() && dimensions.asInt() != Encoder.DIMENSIONS) {
            throw OpenAiRefusal.invalid(
                    "dimensions",
                    "unsupported_dimensions",
                    "Vectors of '%s' have %d dimensions; leave 'dimensions' out.".formatted(title, Encoder.DIMENSIONS));
        }
        return new EmbeddingCall(texts(call.path("input")), isBase64(call.path("encoding_format")));
    }

    private static JsonNode read(byte[] body, ObjectMapper json) {
        try {
            JsonNode call = json.readTree(body);
            if (call != null && call.isObject()) {
                return call;
            }
        } catch (JacksonException broken) {
            var at = broken.getLocation();
            throw OpenAiRefusal.invalid(
                    "body",
                    "invalid_json",
                    "The body is not valid JSON%s."
                            .formatted(
                                    at == null
                                            ? ""
                                            : " at line %d, column %d".formatted(at.getLineNr(), at.getColumnNr())));
        } catch (IOException e) {
            throw OpenAiRefusal.invalid("body", "invalid_json", "The body could not be read.");
        }
        throw OpenAiRefusal.invalid(
                "body", "invalid_json", "The body must be one JSON object with 'model' and 'input'.");
    }

    private static List<String> texts(JsonNode input) {
        if (input.isTextual()) {
            return List.of(text(input));
        }
        if (!input.isArray() || input.isEmpty()) {
            throw OpenAiRefusal.invalid(
                    "input",
                    "invalid_input",
                    "'input' must be a text or a list of 1 to %d texts.".formatted(MOST_TEXTS));
        }
        if (input.size() > MOST_TEXTS) {
            throw OpenAiRefusal.invalid(
                    "input",
                    "too_many_texts",
                    "'input' has %d texts; at most %d fit in one call. Send the rest in further calls."
                            .formatted(input.size(), MOST_TEXTS));
        }
        List<String> texts = new ArrayList<>();
        for (JsonNode text : input) {
            texts.add(text(text));
        }
        return texts;
    }

    private static String text(JsonNode node) {
        if (node.isNumber() || node.isArray()) {
            throw OpenAiRefusal.invalid(
                    "input",
                    "tokens_unsupported",
                    "'input' holds token numbers. They belong to another model's tokenizer; send the text itself.");
        }
        if (!node.isTextual() || node.asText().isEmpty()) {
            throw OpenAiRefusal.invalid("input", "invalid_input", "Each text of 'input' must be a non-empty string.");
        }
        if (node.asText().length() > MOST_CHARACTERS) {
            throw OpenAiRefusal.invalid(
                    "input",
                    "context_length_exceeded",
                    "A text of 'input' has %d characters; at most %d are embedded. Send it in parts."
                            .formatted(node.asText().length(), MOST_CHARACTERS));
        }
        return node.asText();
    }

    private static boolean isBase64(JsonNode format) {
        return switch (format.asText("float")) {
            case "base64" -> true;
            case "float", "null", "" -> false;
            default ->
                throw OpenAiRefusal.invalid(
                        "encoding_format", "invalid_encoding_format", "'encoding_format' must be 'float' or 'base64'.");
        };
    }
}
