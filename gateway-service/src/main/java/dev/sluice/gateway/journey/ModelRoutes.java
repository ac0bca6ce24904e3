package dev.sluice.gateway.journey;

import dev.sluice.gateway.GatewayConfig.Dialect;
import dev.sluice.gateway.errors.ApiError;
import dev.sluice.gateway.errors.OpenAiErrors;
import dev.sluice.gateway.provider.Endpoint;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.List;

/** The paths of the OpenAI dialect, at {@code /v1} and {@code /openai/v1}. */
@Singleton
class ModelRoutes {

    /** Behind the filter that gives requests their ids, before everything else of Quarkus. */
    private static final int ORDER = -1_000;

    private static final List<String> PREFIXES = List.of("/v1", "/openai/v1");

    private final ChatJourney chat;
    private final PassJourney pass;
    private final ModelList models;

    ModelRoutes(ChatJourney chat, PassJourney pass, ModelList models) {
        this.chat = chat;
        this.pass = pass;
        this.models = models;
    }

    void register(@Observes Router router) {
        for (String prefix : PREFIXES) {
            on(router, HttpMethod.POST, prefix + Endpoint.CHAT.path()).handler(chat::serve);
            for (Endpoint endpoint : Endpoint.values()) {
                if (endpoint.dialect() != Dialect.OPENAI || endpoint == Endpoint.RESPONSES) {
                    continue;
                }
                String path = prefix + endpoint.path();
                if (endpoint != Endpoint.CHAT) {
                    on(router, HttpMethod.POST, path).handler(route -> pass.serve(route, endpoint));
                }
                router.route(path).order(ORDER + 1).handler(route -> wrongMethod(route, "POST"));
            }
            on(router, HttpMethod.GET, prefix + "/models").handler(models::list);
            on(router, HttpMethod.GET, prefix + "/models/*").handler(route -> models.one(route, prefix + "/models/"));
            router.route(prefix + "/models*").order(ORDER + 1).handler(route -> wrongMethod(route, "GET"));
            router.route(prefix + "/*").order(ORDER + 2).handler(ModelRoutes::unknown);
        }
    }

    private static Route on(Router router, HttpMethod method, String path) {
        return router.route(method, path).order(ORDER);
    }

    private static void wrongMethod(RoutingContext route, String allowed) {
        route.request().resume();
        OpenAiErrors.send(
                route,
                ApiError.wrongMethod(
                        allowed,
                        "This path takes %s, not %s."
                                .formatted(allowed, route.request().method().name())));
    }

    private static void unknown(RoutingContext route) {
        route.request().resume();
        OpenAiErrors.send(
                route,
                ApiError.unknownPath(
                        "Nothing answers at this path. There are POST /v1/chat/completions, /v1/completions, /v1/responses,"
                                + " /v1/embeddings, /v1/moderations and GET /v1/models."));
    }
}
