package dev.sluice.gateway.journey;

import dev.sluice.gateway.GatewayConfig;
import dev.sluice.gateway.auth.KeyAuth;
import dev.sluice.gateway.errors.ApiError;
import dev.sluice.gateway.errors.OpenAiErrors;
import dev.sluice.gateway.errors.Speech;
import dev.sluice.gateway.provider.Provider;
import dev.sluice.gateway.provider.Providers;
import dev.sluice.gateway.provider.Upstream;
import dev.sluice.gateway.wire.Headers;
import dev.sluice.kit.requests.RequestLog;
import io.vertx.core.Future;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Passes what is no model call, such as a file or a stored response, on to a provider as it comes and its answer back; with
 * back-pressure both ways, nothing is held.
 */
@Singleton
class Forward {

    private final KeyAuth auth;
    private final Upstream upstream;
    private final Providers providers;
    private final GatewayConfig.Timeouts timeouts;

    Forward(KeyAuth auth, Upstream upstream, Providers providers, GatewayConfig config) {
        this.auth = auth;
        this.upstream = upstream;
        this.providers = providers;
        this.timeouts = config.timeouts();
    }

    /** Goes on with the tenant of a request; says errors in the caller's dialect. */
    void known(RoutingContext route, Consumer<String> then) {
        auth.prove(route)
                .map(credential -> {
                    String tenant = credential.caller().tenant();
                    RequestLog.note(route, "tenant", tenant);
                    then.accept(tenant);
                    return tenant;
                })
                .onFailure(error -> {
                    Speech.of(route).send(route, OpenAiErrors.of(error));
                    route.request().resume();
                });
    }

    /**
     * Passes a request on.
     *
     * @param name the provider
     * @param path below its base URL, with the query
     */
    void pass(RoutingContext route, String name, String path) {
        Provider provider = providers.all().stream()
                .filter(one -> one.name().equals(name))
                .findFirst()
                .orElseThrow(() -> ApiError.notFound("The provider %s is not configured any more.".formatted(name)));
        var from = route.request();
        from.pause();
        upstream.open(provider, from.method(), path, from.headers(), RequestLog.idOf(route))
                .compose(request -> exchange(route, request))
                .onFailure(failure -> {
                    if (!route.response().headWritten()) {
                        Speech.of(route).send(route, OpenAiErrors.of(Upstream.explained(failure, provider)));
                        from.resume();
                    } else {
                        route.response().reset();
                    }
                });
    }

    private Future<Void> exchange(RoutingContext route, HttpClientRequest request) {
        var from = route.request();
        route.addEndHandler(end -> {
            if (end.failed()) {
                request.reset();
            }
        });
        String length = from.getHeader("content-length");
        boolean empty = length == null && from.getHeader("transfer-encoding") == null;
        if (length != null) {
            request.putHeader("content-length", length);
        } else if (!empty) {
            request.setChunked(true);
        }
        Future<HttpClientResponse> answer = empty ? request.send() : request.send(from);
        if (empty) {
            from.resume();
        }
        return answer.timeout(timeouts.total().toMillis(), TimeUnit.MILLISECONDS)
                .compose(response -> answer(route, response));
    }

    private static Future<Void> answer(RoutingContext route, HttpClientResponse from) {
        var to = route.response();
        to.setStatusCode(from.statusCode());
        Headers.toClient(from.headers(), to.headers());
        String length = from.getHeader("content-length");
        if (length != null) {
            to.putHeader("content-length", length);
        } else {
            to.setChunked(true);
        }
        return from.pipeTo(to);
    }
}
