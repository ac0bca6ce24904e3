package dev.sluice.gateway.responses;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.sluice.gateway.errors.ApiError;
import dev.sluice.gateway.json.Json;

/** A chat completion document, said as a response object. */
public final class ResponseDocument {

    private static final String DONE = "completed";

    private ResponseDocument() {}

    /**
     * Converts a document.
     *
     * @throws ApiError when it is no chat completion
     */
    public static byte[] from(byte[] chat, Frame frame) {
        JsonNode said = Json.read(chat);
        JsonNode choice = said.path("choices").path(0);
        JsonNode message = choice.path("message");
        if (!message.isObject()) {
            throw ApiError.upstreamFailed(
                    "upstream_garbage", "The upstream answered something that is no chat completion.");
        }
        ArrayNode output = Json.object().arrayNode();
        String text = message.path("content").asText("");
        String refusal = message.path("refusal").asText("");
        if (!text.isEmpty() || !refusal.isEmpty()) {
            ArrayNode content =
                    output.add(Output.message(frame.id(), 0, DONE)).path(0).withArrayProperty("content");
            if (!text.isEmpty()) {
                content.add(Output.text(text));
            }
            if (!refusal.isEmpty()) {
                content.add(Output.refusal(refusal));
            }
        }
        for (JsonNode call : message.path("tool_calls")) {
            JsonNode function = call.path("function");
            output.add(Output.call(
                    frame.id(),
                    output.size(),
                    call.path("id").asText(),
                    function.path("name").asText(),
                    function.path("arguments").asText(""),
                    DONE));
        }
        return Json.write(frame.ended(
                said.path("model").asText(),
                output,
                choice.path("finish_reason").asText("stop"),
                said.path("usage")));
    }
}
