package dev.sluice.gateway.journey;

import dev.sluice.gateway.errors.ApiError;
import dev.sluice.gateway.errors.Speech;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.List;

/** The paths of the Responses API, at {@code /v1} and {@code /openai/v1}. */
@Singleton
class ResponsesRoutes {

    /** Before {@link ModelRoutes}, which answers for the rest of {@code /v1}. */
    private static final int ORDER = -1_001;

    private static final List<String> PREFIXES = List.of("/v1/responses", "/openai/v1/responses");

    private final ResponsesJourney journey;

    ResponsesRoutes(ResponsesJourney journey) {
        this.journey = journey;
    }

    void register(@Observes Router router) {
        for (String path : PREFIXES) {
            router.route(HttpMethod.POST, path).order(ORDER).handler(journey::serve);
            router.route(HttpMethod.GET, path + "/:id").order(ORDER).handler(journey::get);
            router.route(HttpMethod.DELETE, path + "/:id").order(ORDER).handler(journey::delete);
            router.route(path).order(ORDER).handler(route -> wrongMethod(route, "POST"));
            router.route(path + "/:id").order(ORDER).handler(route -> wrongMethod(route, "GET, DELETE"));
        }
    }

    private static void wrongMethod(RoutingContext route, String allowed) {
        route.request().resume();
        Speech.RESPONSES.send(
                route,
                ApiError.wrongMethod(
                        allowed,
                        "This path takes %s, not %s."
                                .formatted(allowed, route.request().method().name())));
    }
}
