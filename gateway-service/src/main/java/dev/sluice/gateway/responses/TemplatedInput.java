package dev.sluice.gateway.responses;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.gateway.templates.Templates;

/** A filled template in a request to the Responses API: the system prompt is its instructions, the rest its input. */
public final class TemplatedInput {

    private static final String INSTRUCTIONS = "instructions";
    private static final String INPUT = "input";

    private TemplatedInput() {}

    /**
     * Puts what the template says as the system before the caller's instructions, and its other messages before the
     * caller's input. A member of a wrong type stays as it is, for the reader to refuse.
     */
    public static void put(ObjectNode body, Templates.Filled template) {
        template.putSystem(body, INSTRUCTIONS);
        JsonNode own = body.path(INPUT);
        ArrayNode input = template.turns();
        if (own.isTextual()) {
            input.addObject().put("role", "user").set("content", own);
        } else if (own.isArray()) {
            own.forEach(input::add);
        } else if (!own.isMissingNode() && !own.isNull()) {
            return;
        }
        if (!input.isEmpty()) {
            body.set(INPUT, input);
        }
    }
}
