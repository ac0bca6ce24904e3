package dev.sluice.gateway.provider;

import dev.sluice.gateway.GatewayConfig;
import dev.sluice.gateway.GatewayConfig.Dialect;
import dev.sluice.gateway.errors.ApiError;
import dev.sluice.gateway.peers.Introduction;
import dev.sluice.gateway.wire.Flight;
import dev.sluice.gateway.wire.Headers;
import io.netty.channel.ConnectTimeoutException;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.http.ConnectionPoolTooBusyException;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import jakarta.inject.Singleton;
import java.net.URI;

/** Asks providers over HTTP. One more try when a host could not be reached or hung up without a word. */
@Singleton
public class Upstream {

    private static final int MOST_ATTEMPTS = 2;
    private static final String USER_AGENT = "sluice/0.1";
    static final String ANTHROPIC_VERSION = "2023-06-01";

    private final HttpClient http;
    private final GatewayConfig.Timeouts timeouts;
    private final Introduction introduction;

    Upstream(Vertx vertx, GatewayConfig config, Introduction introduction) {
        this.timeouts = config.timeouts();
        this.introduction = introduction;
        // Answers come as they are, since we ask for identity; a host that compresses all the same is decompressed.
        this.http = vertx.createHttpClient(
                new HttpClientOptions()
                        .setConnectTimeout(Math.toIntExact(timeouts.connect().toMillis()))
                        .setDecompressionSupported(true)
                        .setKeepAliveTimeout(15),
                new PoolOptions()
                        .setHttp1MaxSize(config.limits().upstreamConnections())
                        .setMaxWaitQueueSize(config.limits().upstreamWaiting()));
    }

    /**
     * Sends a call. The answer is paused: nothing of its body is lost before somebody reads it.
     *
     * @return the answer, whatever its status; fails with an {@link ApiError} when there is none
     */
    public Future<HttpClientResponse> send(Flight flight, Call call) {
        return attempt(flight, call).recover(failure -> {
            flight.failed();
            ApiError why = flight.reason();
            if (why != null) {
                return Future.failedFuture(why);
            }
            if (flight.attempts() < MOST_ATTEMPTS && !flight.isAborted() && mayTryAgain(failure)) {
                return send(flight, call);
            }
            return Future.failedFuture(explain(failure, call.deployment().provider()));
        });
    }

    private Future<HttpClientResponse> attempt(Flight flight, Call call) {
        flight.attempt(timeouts.firstToken());
        return http.request(options(call)).compose(request -> {
            flight.connected(request);
            headers(request.headers(), call);
            return request.send(call.body()).map(response -> {
                response.pause();
                return response;
            });
        });
    }

    private static RequestOptions options(Call call) {
        Provider provider = call.deployment().provider();
        URI other = call.endpoint() == Endpoint.EMBEDDINGS ? provider.embeddings() : null;
        URI base = other == null ? provider.base() : other;
        boolean tls = "https".equals(base.getScheme());
        boolean anthropic = provider.dialect() == Dialect.ANTHROPIC;
        return new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setHost(base.getHost())
                .setPort(base.getPort() > 0 ? base.getPort() : tls ? 443 : 80)
                .setSsl(tls)
                .setURI(base.getRawPath()
                        + (anthropic ? "/messages" : call.endpoint().path()));
    }

    private void headers(MultiMap to, Call call) {
        Provider provider = call.deployment().provider();
        Headers.toUpstream(call.headers(), to);
        to.set("content-type", "application/json");
        to.set("accept", "application/json, text/event-stream");
        to.set("accept-encoding", "identity");
        to.set("user-agent", USER_AGENT);
        to.set("x-request-id", call.requestId());
        if (provider.sibling()) {
            introduction.write(call.caller(), call.requestId(), to);
        }
        String key = provider.apiKey();
        if (provider.dialect() == Dialect.ANTHROPIC) {
            to.set("anthropic-version", ANTHROPIC_VERSION);
            if (key != null) {
                to.set("x-api-key", key);
            }
        } else if (key != null) {
            to.set("authorization", "Bearer " + key);
        }
        provider.headers().forEach(to::set);
    }

    /** Everything that fails before the answer's headers, except what we brought about ourselves. */
    private static boolean mayTryAgain(Throwable failure) {
        return !(failure instanceof ConnectionPoolTooBusyException);
    }

    private static ApiError explain(Throwable failure, Provider provider) {
        return switch (failure) {
            case ApiError known -> known;
            case ConnectionPoolTooBusyException full ->
                ApiError.unavailable(
                        "upstream_busy",
                        "Too many requests wait for the provider %s. Try again soon.".formatted(provider.name()),
                        1);
            case ConnectTimeoutException slow ->
                ApiError.upstreamTimeout("The provider %s could not be reached in time.".formatted(provider.name()));
            default ->
                ApiError.upstreamFailed(
                        "upstream_unreachable",
                        "The provider %s could not be reached, or hung up without an answer. Check its base URL and whether it is up."
                                .formatted(provider.name()));
        };
    }
}
