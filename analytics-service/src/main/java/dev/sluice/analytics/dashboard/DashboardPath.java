package dev.sluice.analytics.dashboard;

import io.vertx.ext.web.Router;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/** Sends {@code /dashboard} to {@code /dashboard/}, where the static page is. */
@ApplicationScoped
class DashboardPath {

    void register(@Observes Router router) {
        router.get("/dashboard").handler(route -> {
            if (route.normalizedPath().endsWith("/")) {
                route.next();
            } else {
                route.response()
                        .setStatusCode(308)
                        .putHeader("Location", "/dashboard/")
                        .end();
            }
        });
    }
}
