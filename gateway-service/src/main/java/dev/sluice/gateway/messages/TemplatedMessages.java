package dev.sluice.gateway.messages;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.gateway.templates.Templates;

/** A filled template in a request to Anthropic's Messages API, where the system prompt stands beside the messages. */
public final class TemplatedMessages {

    private static final String SYSTEM = "system";
    private static final String MESSAGES = "messages";

    private TemplatedMessages() {}

    /**
     * Puts what the template says as the system before the caller's system prompt, and its other messages before the
     * caller's. A member of a wrong type stays as it is, for the reader to refuse.
     */
    public static void put(ObjectNode body, Templates.Filled template) {
        String said = template.system();
        if (body.path(SYSTEM) instanceof ArrayNode blocks && !said.isEmpty()) {
            blocks.insertObject(0).put("type", "text").put("text", said);
        } else {
            template.putSystem(body, SYSTEM);
        }
        JsonNode own = body.path(MESSAGES);
        if (own.isArray() || own.isMissingNode() || own.isNull()) {
            ArrayNode messages = template.turns();
            own.forEach(messages::add);
            body.set(MESSAGES, messages);
        }
    }
}
