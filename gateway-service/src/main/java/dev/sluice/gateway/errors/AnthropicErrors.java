package dev.sluice.gateway.errors;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * Writes errors as {@code {"type":"error","error":{"type","message"},"request_id"}}. The status stays what it is: where
 * Anthropic says 529 we say 503, which proxies know, with the same {@code overloaded_error} in the body.
 */
public final class AnthropicErrors {

    private static final JsonFactory JSON = new JsonFactory();

    private AnthropicErrors() {}

    /** The body of an error. */
    public static byte[] body(int status, String message, String requestId) {
        var out = new ByteArrayOutputStream(256);
        try (JsonGenerator json = JSON.createGenerator(out)) {
            json.writeStartObject();
            json.writeStringField("type", "error");
            json.writeObjectFieldStart("error");
            json.writeStringField("type", type(status));
            json.writeStringField("message", message);
            json.writeEndObject();
            json.writeStringField("request_id", requestId);
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    /** Anthropic's word for a status. */
    public static String type(int status) {
        return switch (status) {
            case 401 -> "authentication_error";
            case 402 -> "billing_error";
            case 403 -> "permission_error";
            case 404 -> "not_found_error";
            case 413 -> "request_too_large";
            case 429 -> "rate_limit_error";
            case 503, 529 -> "overloaded_error";
            case 504 -> "timeout_error";
            default -> status < 500 ? "invalid_request_error" : "api_error";
        };
    }
}
