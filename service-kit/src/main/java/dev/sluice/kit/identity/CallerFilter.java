package dev.sluice.kit.identity;

import dev.sluice.kit.requests.RequestLog;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jboss.resteasy.reactive.server.spi.ResteasyReactiveContainerRequestContext;

/**
 * Lets a JAX-RS request in only beside the shared secret, and takes the caller from its headers. Open to everybody:
 * {@code /internal/status}; health, metrics and OpenAPI are no JAX-RS paths.
 */
@ApplicationScoped
class CallerFilter {

    private final Introductions introductions;
    private final CurrentCaller current;

    CallerFilter(Introductions introductions, CurrentCaller current) {
        this.introductions = introductions;
        this.current = current;
    }

    @ServerRequestFilter
    void identify(ResteasyReactiveContainerRequestContext context, RoutingContext route) {
        if (context.getUriInfo().getPath().equals("/internal/status")) {
            return;
        }
        introductions.find(context::getHeaderString).ifPresent(caller -> {
            current.set(caller);
            RequestLog.note(route, "tenant", caller.tenant());
        });
    }
}
