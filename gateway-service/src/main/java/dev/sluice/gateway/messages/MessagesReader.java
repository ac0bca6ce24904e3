package dev.sluice.gateway.messages;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.gateway.errors.ApiError;
import dev.sluice.gateway.errors.Speech;
import dev.sluice.gateway.ingress.Body;
import dev.sluice.gateway.ingress.Bounds;
import dev.sluice.gateway.ingress.ChatRequest;
import dev.sluice.gateway.ingress.PlainRequest;
import dev.sluice.gateway.ingress.TranslatedRequest;
import dev.sluice.gateway.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads a request to Anthropic's Messages API and says it as a chat completion request. */
public final class MessagesReader {

    /** What has a word in both dialects. */
    private static final Set<String> SAID = Set.of(
            "model",
            "messages",
            "system",
            "max_tokens",
            "stream",
            "temperature",
            "top_p",
            "stop_sequences",
            "metadata",
            "tools",
            "tool_choice",
            "output_config");

    private MessagesReader() {}

    /**
     * Reads a request whose model and bounds have been looked at.
     *
     * @throws ApiError when it cannot be understood
     */
    public static TranslatedRequest read(PlainRequest plain) {
        return read(plain, true);
    }

    /**
     * Reads the body of a request that only wants its tokens counted, and so names no limit for the answer. It has been
     * held to its bounds before.
     *
     * @throws ApiError when it cannot be understood
     */
    public static TranslatedRequest forCounting(byte[] body) {
        return read(PlainRequest.read(body, "", Bounds.NONE), false);
    }

    private static TranslatedRequest read(PlainRequest plain, boolean limited) {
        JsonNode asked = Json.read(plain.bytes());
        if (limited && !asked.path("max_tokens").isIntegralNumber()) {
            throw ApiError.invalid(
                    "max_tokens",
                    "missing_field",
                    "The field 'max_tokens' is missing, or is no whole number. Send the most tokens that the answer may have, such as 1024.");
        }
        var turns = new Turns();
        ArrayNode messages = turns.convert(asked.path("system"), asked.path("messages"));
        ObjectNode chat = Json.object();
        chat.put("model", plain.model());
        if (limited) {
            chat.set("max_tokens", asked.path("max_tokens"));
        }
        chat.set("messages", messages);
        options(asked, chat);
        ApiError toolRefusal = Tools.convert(asked, chat);
        List<String> dropped = new ArrayList<>(turns.dropped());
        var apart = new StringBuilder();
        for (Map.Entry<String, JsonNode> member : asked.properties()) {
            if (!SAID.contains(member.getKey()) && !member.getValue().isNull()) {
                dropped.add(member.getKey());
                apart.append(member.getKey())
                        .append('=')
                        .append(member.getValue())
                        .append('\n');
            }
        }
        return new TranslatedRequest(
                plain.body(),
                plain.modelAt(),
                Speech.MESSAGES,
                ChatRequest.read(Json.write(chat)),
                apart.toString(),
                turns.isPlain(),
                dropped,
                turns.refusal() == null ? toolRefusal : turns.refusal());
    }

    private static void options(JsonNode asked, ObjectNode chat) {
        if (asked.path("stream").asBoolean(false)) {
            chat.put("stream", true);
            chat.putObject("stream_options").put("include_usage", true);
        }
        for (String same : List.of("temperature", "top_p")) {
            if (asked.path(same).isNumber()) {
                chat.set(same, asked.path(same));
            }
        }
        if (asked.path("stop_sequences").isArray()
                && !asked.path("stop_sequences").isEmpty()) {
            chat.set("stop", asked.path("stop_sequences"));
        }
        if (asked.at("/metadata/user_id").isTextual()) {
            chat.set("user", asked.at("/metadata/user_id"));
        }
        JsonNode format = asked.at("/output_config/format");
        if (format.path("type").asText().equals("json_schema")) {
            ObjectNode wanted = chat.putObject("response_format").put("type", "json_schema");
            wanted.putObject("json_schema")
                    .put("name", "answer")
                    .put("strict", true)
                    .set("schema", format.path("schema"));
        }
    }

    /**
     * The same request with the texts of a shortened translation. What is not text stays as it was.
     *
     * @param shorter the translation after it was shortened
     */
    public static TranslatedRequest withTexts(TranslatedRequest asked, ChatRequest shorter) {
        ObjectNode body = (ObjectNode) Json.read(asked.bytes());
        int turn = 0;
        if (body.hasNonNull("system") && shorter.turns().getFirst().role().equals("system")) {
            replace(body, "system", asked.chat(), shorter, turn++);
        }
        for (JsonNode message : body.path("messages")) {
            if (turn < shorter.turns().size()) {
                replace((ObjectNode) message, "content", asked.chat(), shorter, turn++);
            }
        }
        byte[] changed = Json.write(body);
        PlainRequest read = PlainRequest.read(changed, "", Bounds.NONE);
        return new TranslatedRequest(
                new Body(changed),
                read.modelAt(),
                asked.speech(),
                shorter,
                asked.apart(),
                asked.shareable(),
                asked.dropped(),
                asked.refusal());
    }

    private static void replace(ObjectNode in, String name, ChatRequest before, ChatRequest after, int turn) {
        String text = after.text(after.turns().get(turn));
        if (text.equals(before.text(before.turns().get(turn)))) {
            return;
        }
        if (in.path(name).size() == 1 && in.path(name).get(0) instanceof ObjectNode only) {
            only.put("text", text);
        } else {
            in.put(name, text);
        }
    }
}
