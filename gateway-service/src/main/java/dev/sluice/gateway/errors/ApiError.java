package dev.sluice.gateway.errors;

import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A model call that ends with an error of ours. Rendered in the OpenAI dialect. The message says what was asked, why
 * not, and what to do; it never holds keys, prompts or class names.
 */
public final class ApiError extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private static final String INVALID = "invalid_request_error";
    private static final String UPSTREAM = "upstream_error";

    private final int status;
    private final String type;
    private final @Nullable String code;
    private final @Nullable String param;
    private final String kind;
    private final transient Map<String, String> headers;

    private ApiError(
            int status,
            String type,
            @Nullable String code,
            @Nullable String param,
            String kind,
            String message,
            Map<String, String> headers) {
        super(message, null, false, false);
        this.status = status;
        this.type = type;
        this.code = code;
        this.param = param;
        this.kind = kind;
        this.headers = headers;
    }

    /** 400: the request cannot be understood or breaks a rule. */
    public static ApiError invalid(@Nullable String param, String code, String message) {
        return new ApiError(400, INVALID, code, param, code, message, Map.of());
    }

    /** 401: no key, or one we do not know. */
    public static ApiError unauthenticated(String message) {
        return new ApiError(
                401,
                INVALID,
                "invalid_api_key",
                null,
                "invalid_api_key",
                message,
                Map.of("www-authenticate", "Bearer"));
    }

    /** 404: no provider serves the model. */
    public static ApiError unknownModel(String message) {
        return new ApiError(404, INVALID, "model_not_found", "model", "model_not_found", message, Map.of());
    }

    /** 404: nothing answers at the path. */
    public static ApiError unknownPath(String message) {
        return new ApiError(404, INVALID, "unknown_url", null, "unknown_url", message, Map.of());
    }

    /** 405: the path exists, but not for the method. */
    public static ApiError wrongMethod(String allowed, String message) {
        return new ApiError(
                405, INVALID, "method_not_allowed", null, "method_not_allowed", message, Map.of("allow", allowed));
    }

    /** 413: the body is over its limit. */
    public static ApiError tooLarge(String message) {
        return new ApiError(413, INVALID, "request_too_large", null, "request_too_large", message, Map.of());
    }

    /** 502: the upstream could not be reached, or broke off before its answer was complete. */
    public static ApiError upstreamFailed(String kind, String message) {
        return new ApiError(502, UPSTREAM, kind, null, kind, message, Map.of());
    }

    /** 503: ours to cure; try again. */
    public static ApiError unavailable(String kind, String message, int retryAfterSeconds) {
        return new ApiError(
                503,
                "server_error",
                kind,
                null,
                kind,
                message,
                Map.of("retry-after", Integer.toString(retryAfterSeconds)));
    }

    /** 504: the upstream took too long. */
    public static ApiError upstreamTimeout(String message) {
        return new ApiError(504, UPSTREAM, "upstream_timeout", null, "timeout", message, Map.of());
    }

    /** 500: a defect of ours. */
    public static ApiError internal() {
        return new ApiError(
                500,
                "server_error",
                "internal",
                null,
                "internal",
                "Something failed on our side; the log has it under this x-request-id.",
                Map.of());
    }

    /** The HTTP status. */
    public int status() {
        return status;
    }

    /** OpenAI's {@code type}. */
    public String type() {
        return type;
    }

    /** OpenAI's {@code code}. */
    public @Nullable String code() {
        return code;
    }

    /** OpenAI's {@code param}: the field at fault. */
    public @Nullable String param() {
        return param;
    }

    /** The word for events and logs, such as {@code timeout}. */
    public String kind() {
        return kind;
    }

    /** What, why, and what now. */
    public String message() {
        return Objects.requireNonNullElse(getMessage(), type);
    }

    /** Extra response headers. */
    public Map<String, String> headers() {
        return headers;
    }
}
