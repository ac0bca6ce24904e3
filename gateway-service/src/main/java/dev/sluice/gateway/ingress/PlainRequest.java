package dev.sluice.gateway.ingress;

/**
 * A request to any endpoint that names a model and is otherwise passed on as it came: embeddings, completions,
 * moderations, responses.
 *
 * @param body the body as it came
 * @param model the model named, or the endpoint's default
 * @param modelAt where it stands
 * @param stream whether the client wants a stream of events
 */
public record PlainRequest(Body body, String model, Span modelAt, boolean stream) implements ModelRequest {

    /**
     * Reads a body.
     *
     * @param defaultModel the model when the body names none; empty means it must
     * @throws dev.sluice.gateway.errors.ApiError when it cannot be understood
     */
    public static PlainRequest read(byte[] body, String defaultModel) {
        return new RequestReader(new Body(body)).plain(defaultModel);
    }
}
