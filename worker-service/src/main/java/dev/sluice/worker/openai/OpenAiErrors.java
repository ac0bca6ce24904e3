package dev.sluice.worker.openai;

import dev.sluice.kit.problem.Refusal;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes refusals as {@code {"error":{"message","type","param","code"}}}. */
public final class OpenAiErrors {

    private OpenAiErrors() {}

    /** The answer to a request that is refused. */
    public static Response response(Refusal refusal) {
        Response.ResponseBuilder response = Response.status(refusal.status())
                .type(MediaType.APPLICATION_JSON_TYPE)
                .entity(body(refusal));
        refusal.headers().forEach(response::header);
        return response.build();
    }

    /** The body of that answer. */
    public static Map<String, Object> body(Refusal refusal) {
        Map<String, @Nullable Object> error = new LinkedHashMap<>();
        error.put("message", refusal.detail());
        error.put("type", type(refusal.status()));
        error.put("param", null);
        error.put("code", refusal.code());
        return Map.of("error", error);
    }

    private static String type(int status) {
        return switch (status) {
            case 401 -> "authentication_error";
            case 403 -> "permission_error";
            case 429 -> "rate_limit_error";
            default -> status < 500 ? "invalid_request_error" : "server_error";
        };
    }
}
