package dev.sluice.worker.model;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.contracts.chat.ChatMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the built-in model reads of a chat completion request in the OpenAI dialect. Fields it has no use for, such as
 * temperature, are accepted and change nothing.
 *
 * @param model the model asked for
 * @param messages the conversation, oldest first, text parts joined
 * @param stream whether to answer as an event stream
 * @param includeUsage whether the stream ends with a usage chunk
 * @param maxTokens the longest answer, in the model's own tokens
 * @param stop the answer ends before the first of these
 */
public record ChatRequest(
        String model,
        List<ChatMessage> messages,
        boolean stream,
        boolean includeUsage,
        @Nullable Integer maxTokens,
        List<String> stop) {

    private static final Set<String> ROLES = Set.of("system", "developer", "user", "assistant", "tool", "function");
    private static final int MOST_STOPS = 4;

    public ChatRequest {
        messages = List.copyOf(messages);
        stop = List.copyOf(stop);
    }

    /**
     * Reads a request.
     *
     * @throws BadChat naming the field and what would be right
     */
    public static ChatRequest of(@Nullable JsonNode body) throws BadChat {
        if (body == null || !body.isObject()) {
            throw new BadChat("The body must be a JSON object with 'model' and 'messages'.", null, null);
        }
        String model = body.path("model").asText("");
        if (!body.path("model").isTextual() || model.isBlank()) {
            throw new BadChat("You must provide a 'model', such as \"local\".", "model", null);
        }
        onlyText(body);
        return new ChatRequest(
                model,
                messages(body.path("messages")),
                flag(body, "stream"),
                flag(body.path("stream_options"), "include_usage"),
                maxTokens(body),
                stops(body.path("stop")));
    }

    private static List<ChatMessage> messages(JsonNode field) throws BadChat {
        if (!field.isArray() || field.isEmpty()) {
            throw new BadChat("'messages' must be an array with at least one message.", "messages", null);
        }
        List<ChatMessage> messages = new ArrayList<>();
        for (int i = 0; i < field.size(); i++) {
            JsonNode message = field.get(i);
            String role = message.path("role").asText("");
            if (!ROLES.contains(role)) {
                throw new BadChat(
                        "messages[%d].role must be system, developer, user, assistant or tool.".formatted(i),
                        "messages[%d].role".formatted(i),
                        null);
            }
            messages.add(new ChatMessage(role, content(message.path("content"), i)));
        }
        return messages;
    }

    private static String content(JsonNode content, int i) throws BadChat {
        if (content.isTextual()) {
            return content.asText();
        }
        if (content.isNull() || content.isMissingNode()) {
            return "";
        }
        String param = "messages[%d].content".formatted(i);
        if (!content.isArray()) {
            throw new BadChat(param + " must be a string or an array of parts.", param, null);
        }
        List<String> parts = new ArrayList<>();
        for (JsonNode part : content) {
            if (!part.path("type").asText("").equals("text")
                    || !part.path("text").isTextual()) {
                throw new BadChat("The model 'local' reads text parts only.", param, "unsupported_content");
            }
            parts.add(part.path("text").asText());
        }
        return String.join("\n", parts);
    }

    private static void onlyText(JsonNode body) throws BadChat {
        int n = body.path("n").asInt(1);
        if (n != 1) {
            throw new BadChat("The model 'local' gives one answer; leave 'n' at 1.", "n", "unsupported_value");
        }
        String format = body.path("response_format").path("type").asText("text");
        if (!format.equals("text")) {
            throw new BadChat(
                    "The model 'local' writes plain text; ask another model for '%s'."
                            .formatted(format.length() > 40 ? "this" : format),
                    "response_format",
                    "unsupported_value");
        }
    }

    private static boolean flag(JsonNode object, String name) throws BadChat {
        JsonNode value = object.path(name);
        if (!value.isMissingNode() && !value.isNull() && !value.isBoolean()) {
            throw new BadChat("'%s' must be true or false.".formatted(name), name, null);
        }
        return value.asBoolean(false);
    }

    private static @Nullable Integer maxTokens(JsonNode body) throws BadChat {
        for (String name : List.of("max_completion_tokens", "max_tokens")) {
            JsonNode value = body.path(name);
            if (value.isMissingNode() || value.isNull()) {
                continue;
            }
            if (!value.isInt() || value.asInt() < 1) {
                throw new BadChat("'%s' must be a whole number of at least 1.".formatted(name), name, null);
            }
            return value.asInt();
        }
        return null;
    }

    private static List<String> stops(JsonNode stop) throws BadChat {
        if (stop.isMissingNode() || stop.isNull()) {
            return List.of();
        }
        List<String> stops = new ArrayList<>();
        for (JsonNode one : stop.isArray() ? stop : List.of(stop)) {
            if (!one.isTextual() || one.asText().isEmpty() || stops.size() == MOST_STOPS) {
                throw new BadChat("'stop' must be a string or an array of up to 4 strings.", "stop", null);
            }
            stops.add(one.asText());
        }
        return stops;
    }

    /** A request that the OpenAI dialect answers with 400. */
    public static final class BadChat extends Exception {

        private static final long serialVersionUID = 1L;

        private final @Nullable String param;
        private final @Nullable String code;

        BadChat(String message, @Nullable String param, @Nullable String code) {
            super(message, null, false, false);
            this.param = param;
            this.code = code;
        }

        /** The field that is wrong. */
        public @Nullable String param() {
            return param;
        }

        /** A stable word for programs. */
        public @Nullable String code() {
            return code;
        }
    }
}
