package dev.sluice.gateway.status;

import io.smallrye.health.SmallRyeHealth;
import io.smallrye.health.SmallRyeHealthReporter;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.function.Supplier;

/** Health on the public port too, for load balancers that see no other, also under the names LiteLLM uses. */
@Singleton
class HealthRoutes {

    private static final int ORDER = -800;

    private final SmallRyeHealthReporter reporter;

    HealthRoutes(SmallRyeHealthReporter reporter) {
        this.reporter = reporter;
    }

    void register(@Observes Router router) {
        on(router, "/health", reporter::getHealthAsync);
        on(router, "/health/live", reporter::getLivenessAsync);
        on(router, "/health/liveliness", reporter::getLivenessAsync);
        on(router, "/health/ready", reporter::getReadinessAsync);
        on(router, "/health/readiness", reporter::getReadinessAsync);
    }

    private static void on(Router router, String path, Supplier<Uni<SmallRyeHealth>> health) {
        router.get(path)
                .order(ORDER)
                .handler(route -> health.get()
                        .subscribe()
                        .with(
                                known -> answer(route, known),
                                failure -> route.response().setStatusCode(503).end()));
    }

    private static void answer(RoutingContext route, SmallRyeHealth health) {
        route.response()
                .setStatusCode(health.isDown() ? 503 : 200)
                .putHeader("content-type", "application/json")
                .putHeader("cache-control", "no-store")
                .end(health.getPayload().toString());
    }
}
