package dev.sluice.gateway.ingress;

import java.nio.charset.StandardCharsets;

/** A request that names a model: its bytes as they came, and what the gateway needs to know of them. */
public sealed interface ModelRequest permits ChatRequest, PlainRequest {

    /** The body as it came. */
    Body body();

    /** The body's bytes. Not to be changed. */
    default byte[] bytes() {
        return body().bytes();
    }

    /** The model named. */
    String model();

    /** Where the model's name stands in the body, quotes included; empty at the end of the opening brace if absent. */
    Span modelAt();

    /** Whether the client wants a stream of events. */
    boolean stream();

    /** The body with another model's name; every other byte as it was. */
    default byte[] withModel(String other) {
        if (other.equals(model()) && modelAt().end() > modelAt().start()) {
            return bytes();
        }
        String value = Splice.quoted(other);
        boolean absent = modelAt().end() == modelAt().start();
        return Splice.replace(
                bytes(), modelAt(), (absent ? "\"model\":" + value + "," : value).getBytes(StandardCharsets.UTF_8));
    }
}
