package dev.sluice.gateway.resilience;

import dev.sluice.gateway.errors.ApiError;
import io.vertx.core.buffer.Buffer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Whether a document that came with 200 can be one: not empty, not another server's page. */
public final class Sound {

    private Sound() {}

    /** What is wrong with it; empty when it may well be an answer. It is looked at, not parsed. */
    public static Optional<ApiError> fault(@Nullable String contentType, Buffer body) {
        int first = 0;
        while (first < body.length() && body.getByte(first) <= ' ' && body.getByte(first) >= 0) {
            first++;
        }
        if (first == body.length()) {
            return fault("The upstream answered 200 with nothing in it.");
        }
        boolean json = contentType == null || contentType.contains("json");
        boolean page = contentType != null && contentType.startsWith("text/html");
        byte opens = body.getByte(first);
        if (page || (json && opens != '{' && opens != '[')) {
            return fault("The upstream answered 200 with something that is no answer of a model.");
        }
        return Optional.empty();
    }

    private static Optional<ApiError> fault(String message) {
        return Optional.of(ApiError.upstreamFailed("upstream_error", message));
    }
}
