package dev.sluice.kit.problem;

import java.util.Map;

/**
 * A request that is refused for a reason its sender can understand. Rendered as RFC 9457 problem+json.
 *
 * <p>The detail says what was asked, why not, and what to do instead. It never holds keys, prompts or class names.
 */
public final class Refusal extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int status;
    private final String code;
    private final String title;
    private final transient Map<String, String> headers;

    /**
     * A refusal without extra headers.
     *
     * @param status the HTTP status, 400 to 599
     * @param code a stable word for programs, such as {@code unknown_task_type}
     * @param title a few words for people
     * @param detail what, why, and what now
     */
    public Refusal(int status, String code, String title, String detail) {
        this(status, code, title, detail, Map.of());
    }

    /** As the shorter one, with response headers such as {@code Retry-After}. */
    public Refusal(int status, String code, String title, String detail, Map<String, String> headers) {
        super(detail, null, false, false);
        this.status = status;
        this.code = code;
        this.title = title;
        this.headers = Map.copyOf(headers);
    }

    /** 400 with the given code. */
    public static Refusal badRequest(String code, String detail) {
        return new Refusal(400, code, "Bad request", detail);
    }

    /** 404 that does not tell whether the thing exists for somebody else. */
    public static Refusal notFound(String what, String id) {
        return new Refusal(
                404,
                "not_found",
                "Not found",
                "There is no %s %s for this key. Check the id and the key.".formatted(what, id));
    }

    /** The HTTP status. */
    public int status() {
        return status;
    }

    /** The stable word for programs. */
    public String code() {
        return code;
    }

    /** A few words for people. */
    public String title() {
        return title;
    }

    /** What, why, and what now. */
    public String detail() {
        return java.util.Objects.requireNonNullElse(getMessage(), title);
    }

    /** Extra response headers. */
    public Map<String, String> headers() {
        return headers;
    }
}
