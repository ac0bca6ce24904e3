package dev.sluice.gateway.errors;

import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A model call that ends with an error of ours. {@link Speech} says it in the caller's dialect. The message says what was asked, why
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

    /** 403: the credential is known, but may not do this. */
    public static ApiError forbidden(String code, String message) {
        return new ApiError(403, INVALID, code, null, code, message, Map.of());
    }

    /** 404: no provider serves the model. */
    public static ApiError unknownModel(String message) {
        return new ApiError(404, INVALID, "model_not_found", "model", "model_not_found", message, Map.of());
    }

    /** 404: there is no such thing, or it is not the caller's. */
    public static ApiError notFound(String message) {
        return new ApiError(404, INVALID, "not_found", null, "not_found", message, Map.of());
    }

    /** 404: nothing answers at the path. */
    public static ApiError unknownPath(String message) {
        return new ApiError(404, INVALID, "unknown_url", null, "unknown_url", message, Map.of());
    }

    /** 404: what the path names does not exist, or not for this caller. */
    public static ApiError notFound(String code, String message) {
        return new ApiError(404, INVALID, code, null, code, message, Map.of());
    }

    /** 410: it was there, and will not be again. */
    public static ApiError gone(String code, String message) {
        return new ApiError(410, INVALID, code, null, code, message, Map.of());
    }

    /** 405: the path exists, but not for the method. */
    public static ApiError wrongMethod(String allowed, String message) {
        return new ApiError(
                405, INVALID, "method_not_allowed", null, "method_not_allowed", message, Map.of("allow", allowed));
    }

    /** 409: the same is being done; its answer can be had soon. */
    public static ApiError conflict(String code, String message, int retryAfterSeconds) {
        return new ApiError(
                409, INVALID, code, null, code, message, Map.of("retry-after", Integer.toString(retryAfterSeconds)));
    }

    /** 422: it can be understood, but contradicts what was said before. */
    public static ApiError unprocessable(@Nullable String param, String code, String message) {
        return new ApiError(422, INVALID, code, param, code, message, Map.of());
    }

    /** 408: the body comes too slowly. */
    public static ApiError tooSlow(String message) {
        return new ApiError(
                408, INVALID, "request_timeout", null, "request_timeout", message, Map.of("connection", "close"));
    }

    /** 413: the body is over its limit. */
    public static ApiError tooLarge(String message) {
        return new ApiError(413, INVALID, "request_too_large", null, "request_too_large", message, Map.of());
    }

    /** 429: a limit or a budget is used up. */
    public static ApiError limited(String type, String code, String message, Map<String, String> headers) {
        return new ApiError(429, type, code, null, code, message, headers);
    }

    /** 429, or an error event: tokens or money ran out in the middle of an answer. */
    public static ApiError exhausted() {
        return new ApiError(
                429,
                "insufficient_quota",
                "insufficient_quota",
                null,
                "limit_reached",
                "The answer ends here, unfinished: a limit of tokens or a budget is used up. GET /system/limits tells which.",
                Map.of("retry-after", "60", "x-should-retry", "false"));
    }

    /** 415: the body is compressed in a way that is not taken. */
    public static ApiError unsupportedCoding(String message) {
        return new ApiError(
                415,
                INVALID,
                "unsupported_encoding",
                null,
                "unsupported_encoding",
                message,
                Map.of("accept-encoding", "gzip, identity"));
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

    /** The upstream is busy and said so with this status (429 or 503), or is left alone for as long as it asked. */
    public static ApiError upstreamRefused(int status, String message, long retryAfterSeconds) {
        return new ApiError(
                status,
                status == 429 ? "rate_limit_error" : UPSTREAM,
                "upstream_" + status,
                null,
                "upstream_" + status,
                message,
                Map.of("retry-after", Long.toString(Math.max(1, retryAfterSeconds))));
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
