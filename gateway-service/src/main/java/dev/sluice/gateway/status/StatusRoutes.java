package dev.sluice.gateway.status;

import dev.sluice.contracts.identity.Caller;
import dev.sluice.gateway.auth.KeyAuth;
import dev.sluice.gateway.errors.OpenAiErrors;
import dev.sluice.gateway.errors.Problems;
import dev.sluice.gateway.usage.ProviderStats;
import dev.sluice.kit.config.PeersConfig;
import dev.sluice.kit.problem.Refusal;
import dev.sluice.kit.requests.RequestLog;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.function.BiFunction;

/** {@code /system/status}, {@code /api/cache/stats}, {@code /api/openai/stats}, {@code /}, and the last word on other paths. */
@Singleton
class StatusRoutes {

    private static final int ORDER = -800;
    private static final int LAST = 30_000;

    private final KeyAuth auth;
    private final SystemStatus status;
    private final ProviderStats stats;
    private final PeersConfig peers;

    StatusRoutes(KeyAuth auth, SystemStatus status, ProviderStats stats, PeersConfig peers) {
        this.auth = auth;
        this.status = status;
        this.stats = stats;
        this.peers = peers;
    }

    void register(@Observes Router router) {
        on(router, "/system/status", status::gather);
        on(router, "/api/cache/stats", this::cacheStats);
        on(
                router,
                "/api/openai/stats",
                (caller, id) -> Future.succeededFuture(
                        new JsonObject().put("since", "start of this replica").put("providers", openAiStats())));
        router.get("/").order(ORDER).handler(StatusRoutes::welcome);
        router.route().order(LAST).handler(StatusRoutes::unknown);
    }

    private void on(Router router, String path, BiFunction<Caller, String, Future<JsonObject>> answer) {
        router.route(HttpMethod.GET, path).order(ORDER).handler(route -> {
            route.request().resume();
            auth.prove(route)
                    .onSuccess(credential -> {
                        RequestLog.note(route, "tenant", credential.caller().tenant());
                        answer(route, answer.apply(credential.caller(), RequestLog.idOf(route)));
                    })
                    .onFailure(stranger -> Problems.send(route, Problems.of(OpenAiErrors.of(stranger))));
        });
    }

    private static void answer(RoutingContext route, Future<JsonObject> known) {
        known.onSuccess(body -> send(route, body))
                .onFailure(away -> Problems.send(
                        route,
                        new Refusal(
                                503,
                                "service_away",
                                "Service unavailable",
                                "The service that knows this does not answer at the moment. Try again soon.",
                                Map.of("retry-after", "2"))));
    }

    private Future<JsonObject> cacheStats(Caller caller, String requestId) {
        return status.json(peers.cache(), "/cache/stats", caller, requestId);
    }

    private JsonObject openAiStats() {
        var all = new JsonObject();
        stats.snapshot().forEach((provider, counters) -> {
            var one = new JsonObject();
            counters.forEach(one::put);
            all.put(provider, one);
        });
        return all;
    }

    private static void welcome(RoutingContext route) {
        send(
                route,
                new JsonObject()
                        .put("sluice", "an LLM gateway: point any OpenAI client at /v1")
                        .put("try", "POST /v1/chat/completions with model 'local'; it needs no provider")
                        .put("models", "/v1/models")
                        .put("status", "/system/status")
                        .put("dashboard", "/dashboard/")
                        .put("api", "/q/openapi")
                        .put("health", "/health"));
    }

    private static void unknown(RoutingContext route) {
        Problems.send(
                route,
                new Refusal(
                        404,
                        "no_such_path",
                        "Not found",
                        "Nothing answers at this path. GET / lists where to begin, /q/openapi all there is."));
    }

    private static void send(RoutingContext route, JsonObject body) {
        route.response().putHeader("content-type", "application/json").end(body.toBuffer());
    }
}
