package dev.sluice.gateway.journey;

import dev.sluice.gateway.GatewayConfig;
import dev.sluice.gateway.errors.ApiError;
import dev.sluice.gateway.provider.Deployment;
import dev.sluice.gateway.provider.Providers;
import dev.sluice.gateway.routing.Router;
import dev.sluice.gateway.routing.Router.Served;
import dev.sluice.gateway.routing.Router.Unknown;
import jakarta.inject.Singleton;

/** The router of this gateway: its providers and aliases. */
@Singleton
class Plans {

    private final Router router;

    Plans(GatewayConfig config, Providers providers) {
        this.router = new Router(providers.all(), config.aliases());
        config.aliases().forEach((alias, target) -> {
            if (router.resolve(target) instanceof Unknown) {
                throw new IllegalStateException(
                        "sluice.gateway.aliases.%s names %s, which no provider serves. Write provider/model."
                                .formatted(alias, target));
            }
        });
    }

    Router router() {
        return router;
    }

    /** Who serves a model, noted on the sheet; a 404 {@link ApiError} if nobody does. */
    Served serve(Exchange x, String model) {
        return switch (router.resolve(model)) {
            case Unknown unknown -> throw ApiError.unknownModel(unknown.message());
            case Served served -> {
                Deployment deployment = served.deployment();
                x.routed(served.route());
                x.tally.routed(
                        served.route(),
                        deployment.provider().name(),
                        deployment.model(),
                        !deployment.provider().sibling());
                yield served;
            }
        };
    }
}
