package dev.sluice.cache.embed;

import io.quarkus.runtime.annotations.RegisterForReflection;
import org.jspecify.annotations.Nullable;

/** A refused embedding call, told as OpenAI tells it. */
final class OpenAiRefusal extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int status;
    private final transient Body body;

    OpenAiRefusal(int status, String type, @Nullable String param, @Nullable String code, String message) {
        super(message, null, false, false);
        this.status = status;
        this.body = new Body(new Fault(message, type, param, code));
    }

    static OpenAiRefusal invalid(String param, String code, String message) {
        return new OpenAiRefusal(400, "invalid_request_error", param, code, message);
    }

    static OpenAiRefusal unavailable(String code, String message) {
        return new OpenAiRefusal(503, "server_error", null, code, message);
    }

    int status() {
        return status;
    }

    Body body() {
        return body;
    }

    /**
     * The body.
     *
     * @param error what is wrong
     */
    @RegisterForReflection
    record Body(Fault error) {}

    /**
     * What is wrong.
     *
     * @param message what, why and what now
     * @param type OpenAI's kind of error
     * @param param the field at fault
     * @param code a stable word
     */
    @RegisterForReflection
    record Fault(
            String message,
            String type,
            @Nullable String param,
            @Nullable String code) {}
}
