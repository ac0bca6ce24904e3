package dev.sluice.kit.identity;

import dev.sluice.contracts.identity.Caller;
import dev.sluice.contracts.identity.InternalHeaders;
import dev.sluice.kit.config.InternalConfig;
import dev.sluice.kit.problem.Refusal;
import dev.sluice.kit.requests.RequestLog;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jboss.resteasy.reactive.server.spi.ResteasyReactiveContainerRequestContext;
import org.jspecify.annotations.Nullable;

/**
 * Lets a JAX-RS request in only beside the shared secret, and takes the caller from its headers. Open to everybody:
 * {@code /internal/status}; health, metrics and OpenAPI are no JAX-RS paths.
 */
@ApplicationScoped
class CallerFilter {

    private final boolean guard;
    private final byte @Nullable [] secret;
    private final CurrentCaller current;

    CallerFilter(InternalConfig config, CurrentCaller current) {
        this.guard = config.guard();
        this.secret =
                config.secret().map(s -> s.getBytes(StandardCharsets.UTF_8)).orElse(null);
        this.current = current;
        if (guard && (secret == null || secret.length < 16)) {
            throw new IllegalStateException(
                    "sluice.internal.secret is missing or shorter than 16 characters: without it nobody can tell the"
                            + " gateway from a stranger. Set SLUICE_INTERNAL_SECRET to the same random text in all five services.");
        }
    }

    @ServerRequestFilter
    void identify(ResteasyReactiveContainerRequestContext context, RoutingContext route) {
        if (!guard || context.getUriInfo().getPath().equals("/internal/status")) {
            return;
        }
        if (!matches(context.getHeaderString(InternalHeaders.SECRET))) {
            throw new Refusal(
                    401,
                    "not_internal",
                    "Unauthorized",
                    "This service answers the gateway only. Send the request to the gateway with an API key.");
        }
        String tenant = context.getHeaderString(InternalHeaders.TENANT);
        if (tenant != null && !tenant.isBlank()) {
            current.set(new Caller(
                    tenant,
                    context.getHeaderString(InternalHeaders.PROJECT),
                    context.getHeaderString(InternalHeaders.KEY_ID),
                    scopes(context.getHeaderString(InternalHeaders.SCOPES))));
            RequestLog.note(route, "tenant", tenant);
        }
    }

    private boolean matches(@Nullable String given) {
        return given != null && secret != null && MessageDigest.isEqual(secret, given.getBytes(StandardCharsets.UTF_8));
    }

    private static Set<String> scopes(@Nullable String header) {
        return header == null || header.isBlank()
                ? Set.of()
                : Arrays.stream(header.split(",")).map(String::trim).collect(Collectors.toUnmodifiableSet());
    }
}
