package dev.sluice.gateway.responses;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.gateway.json.Json;

/** Items of a response's output. */
final class Output {

    private Output() {}

    static ObjectNode message(String responseId, int index, String status) {
        ObjectNode item = Json.object()
                .put("type", "message")
                .put("id", "msg_" + responseId.substring(responseId.indexOf('_') + 1) + "_" + index)
                .put("status", status)
                .put("role", "assistant");
        item.putArray("content");
        return item;
    }

    static ObjectNode text(String text) {
        ObjectNode part = Json.object().put("type", "output_text").put("text", text);
        part.putArray("annotations");
        part.putArray("logprobs");
        return part;
    }

    static ObjectNode refusal(String text) {
        return Json.object().put("type", "refusal").put("refusal", text);
    }

    static ObjectNode call(String responseId, int index, String callId, String name, String arguments, String status) {
        return Json.object()
                .put("type", "function_call")
                .put("id", "fc_" + responseId.substring(responseId.indexOf('_') + 1) + "_" + index)
                .put("call_id", callId)
                .put("name", name)
                .put("arguments", arguments)
                .put("status", status);
    }
}
