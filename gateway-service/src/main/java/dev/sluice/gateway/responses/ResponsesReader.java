package dev.sluice.gateway.responses;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.gateway.errors.ApiError;
import dev.sluice.gateway.errors.Speech;
import dev.sluice.gateway.ingress.ChatRequest;
import dev.sluice.gateway.ingress.PlainRequest;
import dev.sluice.gateway.ingress.TranslatedRequest;
import dev.sluice.gateway.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads a request to the Responses API and says it as a chat completion request. */
public final class ResponsesReader {

    private static final String INSTRUCTIONS = "instructions";

    private static final Set<String> SAID = Set.of(
            "model",
            "input",
            INSTRUCTIONS,
            "max_output_tokens",
            "stream",
            "temperature",
            "top_p",
            "tools",
            "tool_choice",
            "parallel_tool_calls",
            "text",
            "reasoning",
            "user",
            "metadata",
            "store",
            "previous_response_id");

    private static final List<String> NATIVE_ONLY = List.of("prompt", "background");

    /**
     * A request and the frame of its response.
     *
     * @param request the request, translated
     * @param frame what the response repeats of it
     */
    public record Read(TranslatedRequest request, Frame frame) {}

    private ResponsesReader() {}

    /** The answer a request goes on from; null if it begins anew. */
    public static @Nullable String previous(PlainRequest plain) {
        JsonNode id = Json.read(plain.bytes()).path("previous_response_id");
        return id.isTextual() ? id.asText() : null;
    }

    /**
     * Reads a request whose model and bounds have been looked at.
     *
     * @param before what it goes on from; null if it begins anew, or if the host knows it
     * @param id the id the response gets if it is translated
     * @param created seconds since 1970
     * @throws ApiError when it cannot be understood
     */
    public static Read read(PlainRequest plain, @Nullable Kept before, String id, long created) {
        JsonNode asked = Json.read(plain.bytes());
        if (asked.hasNonNull("conversation")) {
            throw ApiError.invalid(
                    "conversation",
                    "unsupported_value",
                    "Conversations are not served here, since the provider's key would share them between tenants. Use previous_response_id.");
        }
        var items = new Items();
        ArrayNode kept = Json.object().arrayNode();
        if (before != null && before.provider() == null) {
            Json.read(before.messages().bytes()).path("messages").forEach(kept::add);
        }
        input(asked.path("input"), items, kept);
        ArrayNode messages = Json.object().arrayNode();
        if (asked.hasNonNull(INSTRUCTIONS)) {
            JsonNode instructions = asked.path(INSTRUCTIONS);
            if (!instructions.isTextual()) {
                throw ApiError.invalid(INSTRUCTIONS, "invalid_type", "The field 'instructions' must be a text.");
            }
            messages.addObject().put("role", "system").set("content", instructions);
        }
        kept.forEach(messages::add);
        ObjectNode chat = Json.object();
        chat.put("model", plain.model());
        chat.set("messages", messages);
        options(asked, chat);
        ApiError refusal = tools(asked, chat);
        List<String> dropped = new ArrayList<>(items.dropped());
        asked.fieldNames().forEachRemaining(name -> {
            if (!SAID.contains(name) && !asked.path(name).isNull()) {
                dropped.add(name);
            }
        });
        for (String name : NATIVE_ONLY) {
            if (asked.path(name).isObject() || asked.path(name).asBoolean(false)) {
                refusal = ApiError.invalid(
                        name,
                        "unsupported_value",
                        "The field '%s' is only understood by hosts that serve /v1/responses themselves."
                                .formatted(name));
            }
        }
        if (before != null && before.provider() != null) {
            refusal = notFound();
        }
        var request = new TranslatedRequest(
                plain.body(),
                plain.modelAt(),
                // What goes on from a conversation that only we know cannot pass as it is.
                before != null && before.provider() == null ? Speech.CHAT : Speech.RESPONSES,
                ChatRequest.read(Json.write(chat)),
                "",
                false,
                dropped,
                items.refusal() == null ? refusal : items.refusal());
        return new Read(request, new Frame(asked, id, created, kept));
    }

    /** The answer to go on from is not there, or not this tenant's. */
    public static ApiError notFound() {
        return ApiError.invalid(
                "previous_response_id",
                "previous_response_not_found",
                "The previous response is not kept any more (sluice.gateway.responses.retention), was never stored, or was answered by another provider. Send the conversation as input.");
    }

    private static void input(JsonNode input, Items items, ArrayNode messages) {
        if (input.isTextual()) {
            messages.addObject().put("role", "user").set("content", input);
        } else if (input.isArray()) {
            items.convert(input, "input", messages);
        }
        if (messages.isEmpty()) {
            throw ApiError.invalid("input", "missing_field", "The field 'input' must be a text or a list of items.");
        }
    }

    private static void options(JsonNode asked, ObjectNode chat) {
        if (asked.path("stream").asBoolean(false)) {
            chat.put("stream", true);
            chat.putObject("stream_options").put("include_usage", true);
        }
        if (asked.path("max_output_tokens").isIntegralNumber()) {
            chat.set("max_tokens", asked.path("max_output_tokens"));
        }
        for (String same : List.of("temperature", "top_p")) {
            if (asked.path(same).isNumber()) {
                chat.set(same, asked.path(same));
            }
        }
        if (asked.path("user").isTextual()) {
            chat.set("user", asked.path("user"));
        }
        if (asked.at("/reasoning/effort").isTextual()) {
            chat.set("reasoning_effort", asked.at("/reasoning/effort"));
        }
        JsonNode format = asked.at("/text/format");
        switch (format.path("type").asText()) {
            case "json_object" -> chat.putObject("response_format").put("type", "json_object");
            case "json_schema" -> {
                ObjectNode schema = chat.putObject("response_format")
                        .put("type", "json_schema")
                        .putObject("json_schema");
                for (String name : List.of("name", "description", "schema", "strict")) {
                    if (format.hasNonNull(name)) {
                        schema.set(name, format.path(name));
                    }
                }
            }
            default -> {}
        }
    }

    private static @Nullable ApiError tools(JsonNode asked, ObjectNode chat) {
        if (!asked.path("tools").isArray() || asked.path("tools").isEmpty()) {
            return null;
        }
        ApiError refusal = null;
        ArrayNode tools = chat.putArray("tools");
        for (JsonNode tool : asked.path("tools")) {
            if (!tool.path("type").asText().equals("function")) {
                refusal = ApiError.invalid(
                        "tools",
                        "unsupported_value",
                        "One of the 'tools' runs at the provider and cannot be offered to hosts that do not serve /v1/responses themselves. Offer functions.");
            }
            ObjectNode function = tools.addObject().put("type", "function").putObject("function");
            for (String name : List.of("name", "description", "parameters", "strict")) {
                if (tool.hasNonNull(name)) {
                    function.set(name, tool.path(name));
                }
            }
        }
        JsonNode choice = asked.path("tool_choice");
        if (choice.isTextual()) {
            chat.set("tool_choice", choice);
        } else if (choice.isObject()) {
            chat.putObject("tool_choice")
                    .put("type", "function")
                    .putObject("function")
                    .set("name", choice.path("name"));
        }
        if (asked.path("parallel_tool_calls").isBoolean()) {
            chat.set("parallel_tool_calls", asked.path("parallel_tool_calls"));
        }
        return refusal;
    }
}
