package dev.sluice.gateway.ingress;

import io.vertx.core.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/** A request that names a model: its bytes as they came, and what the gateway needs to know of them. */
public sealed interface ModelRequest permits ChatRequest, PlainRequest, MultipartRequest, TranslatedRequest {

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

    /** What makes a stream tell its usage; null if it will anyway, or is none. */
    @Nullable
    UsageWish usageWish();

    /** The body with another model's name that also asks for the usage of its stream; every other byte as it was. */
    default Buffer withModelAndUsage(String other) {
        UsageWish wish = usageWish();
        if (wish == null) {
            return withModel(other);
        }
        var text = new Splice.Edit(wish.at(), wish.text());
        var name = new Splice.Edit(modelAt(), modelValue(other));
        return wish.at().start() >= modelAt().end()
                ? Splice.view(bytes(), name, text)
                : Splice.view(bytes(), text, name);
    }

    private String modelValue(String other) {
        String value = Splice.quoted(other);
        return modelAt().end() == modelAt().start() ? "\"model\":" + value + "," : value;
    }

    /** The body with another model's name; every other byte as it was, and not copied. */
    default Buffer withModel(String other) {
        if (other.equals(model()) && modelAt().end() > modelAt().start()) {
            return Splice.view(bytes());
        }
        return Splice.view(bytes(), new Splice.Edit(modelAt(), modelValue(other)));
    }
}
