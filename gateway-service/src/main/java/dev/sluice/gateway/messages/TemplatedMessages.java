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
        system(body, template.system());
        JsonNode own = body.path(MESSAGES);
        if (own.isArray() || own.isMissingNode() || own.isNull()) {
            ArrayNode messages = template.turns();
            own.forEach(messages::add);
            body.set(MESSAGES, messages);
        }
    }

    private static void system(ObjectNode body, String said) {
        JsonNode own = body.path(SYSTEM);
        if (said.isEmpty()) {
            return;
        }
        if (own instanceof ArrayNode blocks) {
            blocks.insertObject(0).put("type", "text").put("text", said);
        } else if (own.isTextual()) {
            body.put(SYSTEM, said + "\n\n" + own.asText());
        } else if (own.isMissingNode() || own.isNull()) {
            body.put(SYSTEM, said);
        }
    }
}
