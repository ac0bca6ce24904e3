package dev.sluice.gateway.responses;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.gateway.ingress.Body;
import dev.sluice.gateway.json.Json;
import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** One response in the making: what it repeats of its request, and what came of it. Lives on one event loop. */
public final class Frame {

    private static final List<String> REPEATED = List.of(
            "instructions", "max_output_tokens", "previous_response_id", "temperature", "top_p", "user", "reasoning");

    private final JsonNode asked;
    private final String id;
    private final long created;
    private final JsonNode before;
    private BiConsumer<String, Kept> listener = (response, kept) -> {};
    private boolean told;

    /**
     * The frame of a request.
     *
     * @param asked the request
     * @param id the id of the response
     * @param created seconds since 1970
     * @param before the chat messages that are kept with it, without the instructions
     */
    Frame(JsonNode asked, String id, long created, JsonNode before) {
        this.asked = asked;
        this.id = id;
        this.created = created;
        this.before = before;
    }

    /** The response's id. */
    public String id() {
        return id;
    }

    /** A response without output yet. */
    ObjectNode begun(String model) {
        ObjectNode out = Json.object();
        out.put("id", id).put("object", "response").put("created_at", created).put("status", "in_progress");
        out.putNull("error");
        out.putNull("incomplete_details");
        for (String name : REPEATED) {
            out.set(name, asked.path(name).isMissingNode() ? out.nullNode() : asked.path(name));
        }
        out.put("model", model);
        out.putArray("output");
        out.put("parallel_tool_calls", asked.path("parallel_tool_calls").asBoolean(true));
        out.put("store", asked.path("store").asBoolean(true));
        if (asked.path("text").isObject()) {
            out.set("text", asked.path("text"));
        } else {
            out.putObject("text").putObject("format").put("type", "text");
        }
        out.set("tool_choice", asked.hasNonNull("tool_choice") ? asked.path("tool_choice") : out.textNode("auto"));
        out.set("tools", asked.path("tools").isArray() ? asked.path("tools") : out.arrayNode());
        out.put("truncation", "disabled");
        out.putNull("usage");
        out.set("metadata", asked.path("metadata").isObject() ? asked.path("metadata") : out.objectNode());
        return out;
    }

    /** The response with its output, for the client and for keeping. */
    ObjectNode ended(String model, ArrayNode output, String finish, JsonNode usage) {
        ObjectNode out = begun(model);
        String why = switch (finish) {
            case "length" -> "max_output_tokens";
            case "content_filter" -> "content_filter";
            default -> "";
        };
        out.put("status", why.isEmpty() ? "completed" : "incomplete");
        if (!why.isEmpty()) {
            out.putObject("incomplete_details").put("reason", why);
        }
        out.set("output", output);
        out.set("usage", usage(usage));
        if (isStored()) {
            listener.accept(id, kept(out));
        }
        return out;
    }

    private static ObjectNode usage(JsonNode chat) {
        long input = chat.path("prompt_tokens").asLong(0);
        long output = chat.path("completion_tokens").asLong(0);
        ObjectNode usage = Json.object();
        usage.put("input_tokens", input);
        usage.putObject("input_tokens_details")
                .put(
                        "cached_tokens",
                        chat.at("/prompt_tokens_details/cached_tokens").asLong(0))
                .put("cache_write_tokens", 0);
        usage.put("output_tokens", output);
        usage.putObject("output_tokens_details")
                .put(
                        "reasoning_tokens",
                        chat.at("/completion_tokens_details/reasoning_tokens").asLong(0));
        return usage.put("total_tokens", input + output);
    }

    private Kept kept(ObjectNode response) {
        ArrayNode messages = Json.object().arrayNode();
        before.forEach(messages::add);
        new Items().convert(response.path("output"), "output", messages);
        return new Kept(
                null,
                new Body(Json.write(response)),
                new Body(Json.write(Json.object().set("messages", messages))));
    }

    /** Told of the response and of its id once it may be kept: not at all if the client said so. */
    public void listen(BiConsumer<String, Kept> whenKept) {
        listener = whenKept;
    }

    /** A host that serves the Responses API itself has given the response this id. */
    public void named(@Nullable String nativeId, String provider) {
        if (nativeId != null && !told && isStored()) {
            told = true;
            listener.accept(nativeId, Kept.at(provider));
        }
    }

    private boolean isStored() {
        return asked.path("store").asBoolean(true);
    }
}
