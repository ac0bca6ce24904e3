package dev.sluice.gateway.ingress;

import io.vertx.core.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/**
 * A form with files that names a model in one of its fields.
 *
 * @param body the body as it came
 * @param model the model named, or the endpoint's default
 * @param modelAt where the field's value stands; empty if there is none
 * @param stream whether the client wants a stream of events
 */
public record MultipartRequest(Body body, String model, Span modelAt, boolean stream) implements ModelRequest {

    @Override
    public @Nullable UsageWish usageWish() {
        return null;
    }

    /** The form with another model's name; a form that names none stays as it is. */
    @Override
    public Buffer withModel(String other) {
        return other.equals(model()) || modelAt().end() == modelAt().start()
                ? Splice.view(bytes())
                : Splice.view(bytes(), new Splice.Edit(modelAt(), other));
    }
}
