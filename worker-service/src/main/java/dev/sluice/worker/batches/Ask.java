package dev.sluice.worker.batches;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * A request as a line of an input file has it.
 *
 * @param customId the name its owner gave it
 * @param model which model it asks
 * @param body what is sent to the endpoint
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody, changed by nobody
record Ask(String customId, String model, byte[] body) {

    private static final int LONGEST_ID = 512;
    private static final int LONGEST_MODEL = 256;

    /** What is wrong with a line. */
    static final class Bad extends Exception {

        private static final long serialVersionUID = 1L;

        private final String code;
        private final String param;

        Bad(String code, String param, String message) {
            super(message, null, false, false);
            this.code = code;
            this.param = param;
        }

        String code() {
            return code;
        }

        /** The field; empty when it is the whole line. */
        String param() {
            return param;
        }
    }

    /** Reads lines as strictly as their meaning is to be sure of. */
    static ObjectReader reader(ObjectMapper json) {
        return json.reader()
                .with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .with(JsonParser.Feature.STRICT_DUPLICATE_DETECTION);
    }

    /**
     * Reads a line.
     *
     * @param endpoint what the url has to be
     * @throws Bad with what is wrong and what would be right
     */
    static Ask of(byte[] line, String endpoint, ObjectReader reader) throws Bad {
        JsonNode tree = parse(line, reader);
        String customId = text(tree, "custom_id");
        if (customId.isBlank() || customId.length() > LONGEST_ID) {
            throw new Bad(
                    "invalid_custom_id",
                    "custom_id",
                    "custom_id is missing or longer than %d characters. Give each request a name of its own."
                            .formatted(LONGEST_ID));
        }
        if (!text(tree, "method").equals("POST")) {
            throw new Bad("invalid_method", "method", "method must be \"POST\".");
        }
        if (!text(tree, "url").equals(endpoint)) {
            throw new Bad(
                    "invalid_url",
                    "url",
                    "url must be \"%s\", the endpoint of the batch: all requests of a batch go to one endpoint."
                            .formatted(endpoint));
        }
        if (!(tree.path("body") instanceof ObjectNode body)) {
            throw new Bad("invalid_body", "body", "body must be the JSON object that the endpoint takes.");
        }
        String model = text(body, "model");
        if (model.isBlank() || model.length() > LONGEST_MODEL) {
            throw new Bad("missing_model", "body.model", "body.model is missing.");
        }
        if (body.path("stream").asBoolean(false)) {
            throw new Bad(
                    "stream_not_supported", "body.stream", "Answers of a batch come whole. Leave out body.stream.");
        }
        return new Ask(customId, model, body.toString().getBytes(StandardCharsets.UTF_8));
    }

    private static JsonNode parse(byte[] line, ObjectReader reader) throws Bad {
        JsonNode tree;
        try {
            tree = reader.readTree(line);
        } catch (JsonProcessingException e) {
            throw new Bad(
                    "invalid_json_line", "", "This line is not parseable as valid JSON. Send one JSON object a line.");
        } catch (IOException e) {
            throw new IllegalStateException("bytes in memory cannot be read", e);
        }
        if (!tree.isObject()) {
            throw new Bad("invalid_json_line", "", "This line is no JSON object. Send one JSON object a line.");
        }
        return tree;
    }

    private static String text(JsonNode tree, String field) {
        JsonNode value = tree.path(field);
        return value.isTextual() ? value.asText() : "";
    }
}
