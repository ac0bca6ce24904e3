package dev.sluice.gateway.seeds;

import dev.sluice.gateway.errors.ApiError;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/** A message to the plain chat, as the request for a chat completion that it stands for. */
public final class ChatMessage {

    private static final String MESSAGE = "message";
    private static final String MESSAGES = "messages";

    private ChatMessage() {}

    /**
     * From {@code {"message": "...", "messages"?: [...], "model"?: "..."}}. All else in it is a parameter of the model.
     *
     * @param model who answers if none is named
     * @throws ApiError 400 when it cannot be understood
     */
    public static Buffer completion(Buffer body, String model) {
        try {
            return completion(body.toJsonObject(), model);
        } catch (DecodeException | ClassCastException e) {
            throw ApiError.invalid(null, "invalid_json", "The body is not a JSON object. Send {\"message\": \"...\"}.");
        }
    }

    /** From a message that has been read; see {@link #completion(Buffer, String)}. */
    public static Buffer completion(JsonObject message, String model) {
        JsonObject request = message.copy();
        request.remove(MESSAGE);
        request.remove("type");
        request.remove("id");
        Object before = message.getValue(MESSAGES);
        Object text = message.getValue(MESSAGE);
        if (before != null && !(before instanceof JsonArray)) {
            throw ApiError.invalid(MESSAGES, "invalid_type", "messages is a list of {\"role\", \"content\"}.");
        }
        if (text != null && !(text instanceof String)) {
            throw ApiError.invalid(MESSAGE, "invalid_type", "message is a text.");
        }
        JsonArray turns = before == null ? new JsonArray() : ((JsonArray) before).copy();
        if (text != null) {
            turns.add(new JsonObject().put("role", "user").put("content", text));
        }
        if (turns.isEmpty()) {
            throw ApiError.invalid(MESSAGE, "missing_message", "There is nothing to answer: send message or messages.");
        }
        if (request.getValue("model") == null) {
            request.put("model", model);
        }
        return request.put(MESSAGES, turns)
                .put("stream", true)
                .put("stream_options", new JsonObject().put("include_usage", true))
                .toBuffer();
    }
}
