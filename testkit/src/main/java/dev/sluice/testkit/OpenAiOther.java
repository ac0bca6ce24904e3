package dev.sluice.testkit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;

/** Embeddings, models, moderations and errors as OpenAI sends them. */
final class OpenAiOther {

    static final List<String> MODELS = List.of("gpt-4o", "gpt-4o-mini", "text-embedding-3-small");

    private static final int DIMENSIONS = 1536;

    private OpenAiOther() {}

    static ObjectNode models() {
        ObjectNode body = Asked.JSON.createObjectNode().put("object", "list");
        ArrayNode data = body.putArray("data");
        MODELS.forEach(model -> data.add(model(model)));
        return body;
    }

    static ObjectNode model(String id) {
        return Asked.JSON
                .createObjectNode()
                .put("id", id)
                .put("object", "model")
                .put("created", OpenAiChat.CREATED)
                .put("owned_by", "scripted");
    }

    static ObjectNode embeddings(Asked asked) {
        boolean base64 = asked.json().path("encoding_format").asText().equals("base64");
        int dimensions = asked.json().path("dimensions").asInt(DIMENSIONS);
        ObjectNode body = Asked.JSON.createObjectNode().put("object", "list");
        ArrayNode data = body.putArray("data");
        int characters = 0;
        for (String input : inputs(asked.json().path("input"))) {
            characters += input.length();
            ObjectNode item = data.addObject();
            item.put("object", "embedding").put("index", data.size() - 1);
            float[] vector = vector(input, dimensions);
            if (base64) {
                item.put("embedding", base64(vector));
            } else {
                ArrayNode numbers = item.putArray("embedding");
                for (float number : vector) {
                    numbers.add(number);
                }
            }
        }
        body.put("model", asked.modelOr("text-embedding-3-small"));
        int tokens = Asked.tokens(characters);
        body.putObject("usage").put("prompt_tokens", tokens).put("total_tokens", tokens);
        return body;
    }

    static ObjectNode moderation(Asked asked, long number) {
        ObjectNode body = Asked.JSON
                .createObjectNode()
                .put("id", "modr-%08d".formatted(number))
                .put("model", asked.modelOr("omni-moderation-latest"));
        ArrayNode results = body.putArray("results");
        for (String input : inputs(asked.json().path("input"))) {
            boolean flagged = input.toLowerCase(Locale.ROOT).contains("kill");
            ObjectNode result = results.addObject().put("flagged", flagged);
            result.putObject("categories").put("violence", flagged).put("hate", false);
            result.putObject("category_scores")
                    .put("violence", flagged ? 0.98 : 0.001)
                    .put("hate", 0.001);
        }
        return body;
    }

    static ObjectNode error(int status, String message) {
        String type = switch (status) {
            case 401 -> "authentication_error";
            case 403 -> "permission_error";
            case 429 -> "rate_limit_error";
            default -> status >= 500 ? "server_error" : "invalid_request_error";
        };
        ObjectNode body = Asked.JSON.createObjectNode();
        body.putObject("error")
                .put("message", message)
                .put("type", type)
                .putNull("param")
                .put("code", status == 429 ? "rate_limit_exceeded" : null);
        return body;
    }

    private static List<String> inputs(JsonNode input) {
        if (!input.isArray()) {
            return List.of(Asked.text(input));
        }
        List<String> all = new ArrayList<>();
        for (JsonNode item : input) {
            all.add(item.isTextual() ? item.asText() : item.path("text").asText(item.toString()));
        }
        return all;
    }

    /** Words hashed onto dimensions, length 1: equal words, equal vector; shared words, some likeness. */
    private static float[] vector(String text, int dimensions) {
        float[] vector = new float[dimensions];
        for (String word : text.toLowerCase(Locale.ROOT).split("\\W+", -1)) {
            int hash = word.hashCode() * 0x9E3779B1;
            vector[Math.floorMod(hash, dimensions)] += 1f;
            vector[Math.floorMod(hash >>> 7, dimensions)] -= 0.5f;
        }
        double length = 0;
        for (float number : vector) {
            length += number * number;
        }
        float scale = (float) (1 / Math.max(1e-9, Math.sqrt(length)));
        for (int i = 0; i < dimensions; i++) {
            vector[i] *= scale;
        }
        return vector;
    }

    private static String base64(float[] vector) {
        ByteBuffer bytes = ByteBuffer.allocate(vector.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(vector);
        return Base64.getEncoder().encodeToString(bytes.array());
    }
}
