package dev.sluice.gateway.journey;

import dev.sluice.gateway.media.MediaConfig;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;

/**
 * {@code /v1/files}, passed on to one provider for the tenants that share its key. Nobody else's go there: the provider
 * keeps all files of a key together and would show each tenant everybody's. Theirs are kept by worker-service, for batches.
 */
@Singleton
class FileRoutes {

    /** Before {@link ModelRoutes}, which answers for the rest of {@code /v1}, and the way to worker-service. */
    private static final int ORDER = -1_001;

    private static final List<String> PREFIXES = List.of("/v1", "/openai/v1");

    private final Forward forward;
    private final Optional<String> provider;
    private final List<String> tenants;

    FileRoutes(Forward forward, MediaConfig config) {
        this.forward = forward;
        this.provider = config.filesProvider();
        this.tenants = config.filesTenants().orElse(List.of());
    }

    void register(@Observes Router router) {
        if (provider.isEmpty()) {
            return;
        }
        for (String prefix : PREFIXES) {
            router.route(prefix + "/files").order(ORDER).handler(route -> pass(route, prefix));
            router.route(prefix + "/files/*").order(ORDER).handler(route -> pass(route, prefix));
        }
    }

    private void pass(RoutingContext route, String prefix) {
        forward.known(route, tenant -> {
            if (!tenants.contains(tenant)) {
                route.next();
                return;
            }
            String path = route.normalizedPath().substring(prefix.length());
            String query = route.request().query();
            forward.pass(route, provider.orElseThrow(), query == null ? path : path + "?" + query);
        });
    }
}
