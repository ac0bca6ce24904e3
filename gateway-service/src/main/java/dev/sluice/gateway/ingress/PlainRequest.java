package dev.sluice.gateway.ingress;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.gateway.json.Json;
import org.jspecify.annotations.Nullable;

/**
 * A request to any endpoint that names a model and is otherwise passed on as it came: embeddings, completions,
 * moderations, responses.
 *
 * @param body the body as it came
 * @param model the model named, or the endpoint's default
 * @param modelAt where it stands
 * @param stream whether the client wants a stream of events
 * @param usageWish what makes a stream tell its usage; null if it will anyway, or is none
 * @param templateAt where the member of that name stands, its name included; null when there is none
 */
public record PlainRequest(
        Body body,
        String model,
        Span modelAt,
        boolean stream,
        @Nullable UsageWish usageWish,
        @Nullable Span templateAt) implements ModelRequest {

    /**
     * Reads a body.
     *
     * @param defaultModel the model when the body names none; empty means it must
     * @param bounds what its JSON may hold
     * @throws dev.sluice.gateway.errors.ApiError when it cannot be understood
     */
    public static PlainRequest read(byte[] body, String defaultModel, Bounds bounds) {
        return new RequestReader(new Body(body), bounds).plain(defaultModel);
    }

    /** The value of the member {@code template}; empty when there is none. */
    public JsonNode template() {
        return templateAt == null ? Json.object() : TemplateMember.value(bytes(), templateAt);
    }
}
