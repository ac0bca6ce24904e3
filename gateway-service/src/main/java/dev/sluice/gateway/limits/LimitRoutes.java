package dev.sluice.gateway.limits;

import dev.sluice.gateway.allowance.Level;
import dev.sluice.gateway.auth.Credential;
import dev.sluice.gateway.auth.KeyAuth;
import dev.sluice.gateway.errors.ApiError;
import dev.sluice.gateway.errors.Problems;
import dev.sluice.kit.problem.Refusal;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** {@code GET /system/limits}: where the caller stands. */
@Singleton
class LimitRoutes {

    private static final int ORDER = -800;

    private final KeyAuth auth;
    private final Limiter limiter;

    LimitRoutes(KeyAuth auth, Limiter limiter) {
        this.auth = auth;
        this.limiter = limiter;
    }

    void register(@Observes Router router) {
        router.route(HttpMethod.GET, "/system/limits").order(ORDER).handler(this::tell);
    }

    private void tell(RoutingContext route) {
        auth.prove(route).onComplete(proof -> {
            route.request().resume();
            if (proof.succeeded()) {
                tell(route, proof.result());
            } else {
                Problems.send(
                        route, Problems.of(proof.cause() instanceof ApiError known ? known : ApiError.internal()));
            }
        });
    }

    private void tell(RoutingContext route, Credential credential) {
        String tenant = credential.caller().tenant();
        limiter.report(tenant, levels(credential))
                .onSuccess(limits -> route.response()
                        .putHeader("content-type", "application/json")
                        .end(new JsonObject()
                                .put("tenant", tenant)
                                .put("limits", limits)
                                .put("counting", limiter.describe())
                                .toBuffer()))
                .onFailure(away -> Problems.send(
                        route,
                        new Refusal(
                                503,
                                "limits_unknown",
                                "Service unavailable",
                                "The counters cannot be read at the moment, since Redis is away. Try again soon.",
                                Map.of("retry-after", "2"))));
    }

    private static List<Level> levels(Credential credential) {
        List<Level> levels = new ArrayList<>(credential.levels());
        credential
                .perModel()
                .forEach((model, allowance) -> levels.add(
                        new Level(Level.Kind.MODEL, credential.caller().tenant() + "/" + model, allowance)));
        return levels;
    }
}
