package dev.sluice.gateway.errors;

import dev.sluice.kit.problem.Problem;
import dev.sluice.kit.problem.Refusal;
import dev.sluice.kit.requests.RequestLog;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;

/** Writes errors of everything that is no model call: RFC 9457 problem+json. */
public final class Problems {

    private Problems() {}

    /** Answers a request that has not been answered yet. */
    public static void send(RoutingContext route, Refusal refusal) {
        var response = route.response();
        if (response.ended() || response.closed() || response.headWritten()) {
            return;
        }
        RequestLog.note(route, "error", refusal.code());
        response.setStatusCode(refusal.status()).putHeader("content-type", Problem.MEDIA_TYPE);
        refusal.headers().forEach(response::putHeader);
        response.end(json(Problem.of(refusal, RequestLog.idOf(route))).toBuffer());
    }

    /** The same error in the other words. */
    public static Refusal of(ApiError error) {
        return new Refusal(
                error.status(),
                error.kind(),
                error.status() == 401 ? "Unauthorized" : "Refused",
                error.message(),
                error.headers());
    }

    private static JsonObject json(Problem problem) {
        return new JsonObject()
                .put("type", problem.type())
                .put("title", problem.title())
                .put("status", problem.status())
                .put("detail", problem.detail())
                .put("code", problem.code())
                .put("requestId", problem.requestId());
    }
}
