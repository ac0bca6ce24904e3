package dev.sluice.gateway.provider;

import dev.sluice.gateway.GatewayConfig;
import dev.sluice.gateway.GatewayConfig.Dialect;
import dev.sluice.gateway.errors.ApiError;
import dev.sluice.gateway.peers.Introduction;
import dev.sluice.gateway.peers.LoopClients;
import dev.sluice.gateway.wire.Attempt;
import dev.sluice.gateway.wire.Deadline;
import dev.sluice.gateway.wire.Headers;
import io.netty.channel.ConnectTimeoutException;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.ConnectionPoolTooBusyException;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import jakarta.inject.Singleton;
import java.net.URI;

/** Asks providers over HTTP: one request, one answer. Who is asked, and who instead, is decided elsewhere. */
@Singleton
public class Upstream {

    private static final String USER_AGENT = "sluice/0.1";
    static final String ANTHROPIC_VERSION = "2023-06-01";

    private final LoopClients clients;
    private final Introduction introduction;

    Upstream(Vertx vertx, GatewayConfig config, Introduction introduction) {
        this.introduction = introduction;
        // Answers come as they are, since we ask for identity; a host that compresses all the same is decompressed.
        this.clients = new LoopClients(
                vertx,
                new HttpClientOptions()
                        .setConnectTimeout(
                                Math.toIntExact(config.timeouts().connect().toMillis()))
                        .setDecompressionSupported(true)
                        .setKeepAliveTimeout(15),
                new PoolOptions()
                        .setHttp1MaxSize(config.limits().upstreamConnections())
                        .setMaxWaitQueueSize(config.limits().upstreamWaiting()));
    }

    /**
     * Asks one deployment once. The answer is paused: nothing of its body is lost before somebody reads it.
     *
     * @param key names this call for the upstream, so that it can tell a retry from a new request
     * @return the answer, whatever its status; fails with an {@link ApiError} when there is none
     */
    public Future<HttpClientResponse> ask(Attempt attempt, Call call, String key) {
        Promise<HttpClientResponse> answer = Promise.promise();
        attempt.onAbort(() -> answer.tryFail(aborted(attempt)));
        clients.here()
                .request(options(call))
                .compose(request -> {
                    attempt.connected(request);
                    if (attempt.isAborted()) {
                        return Future.failedFuture(aborted(attempt));
                    }
                    headers(request.headers(), call, key);
                    if (call.deployment().provider().sibling()) {
                        request.putHeader(Deadline.LEFT, Long.toString(attempt.leftMillis()));
                    }
                    return request.send(call.body());
                })
                .onComplete(done -> {
                    if (done.failed()) {
                        answer.tryFail(
                                attempt.isAborted()
                                        ? aborted(attempt)
                                        : explain(
                                                done.cause(), call.deployment().provider()));
                    } else {
                        done.result().pause();
                        answer.tryComplete(done.result());
                    }
                });
        return answer.future();
    }

    /**
     * A request for something that is no model call; its body is still to be sent.
     *
     * @param path below the provider's base URL
     * @param headers the client's headers; only allowed ones go on
     */
    public Future<HttpClientRequest> open(
            Provider provider, HttpMethod method, String path, MultiMap headers, String requestId) {
        return clients.here().request(options(provider.base(), method, path)).map(request -> {
            MultiMap to = request.headers();
            Headers.toUpstream(headers, to, provider.dialect());
            String type = headers.get("content-type");
            if (type != null) {
                to.set("content-type", type);
            }
            to.set("accept-encoding", "identity");
            to.set("user-agent", USER_AGENT);
            to.set("x-request-id", requestId);
            authorize(to, provider, ANTHROPIC_VERSION);
            return request;
        });
    }

    /** What a failure to reach a provider is for the client. */
    public static Throwable explained(Throwable failure, Provider provider) {
        return explain(failure, provider);
    }

    private static ApiError aborted(Attempt attempt) {
        ApiError why = attempt.reason();
        return why == null ? ApiError.upstreamFailed("cancelled", "The request was ended early.") : why;
    }

    private static RequestOptions options(Call call) {
        Provider provider = call.deployment().provider();
        URI other = call.endpoint() == Endpoint.EMBEDDINGS ? provider.embeddings() : null;
        URI base = other == null ? provider.base() : other;
        return options(base, HttpMethod.POST, call.path());
    }

    private static RequestOptions options(URI base, HttpMethod method, String path) {
        boolean tls = "https".equals(base.getScheme());
        return new RequestOptions()
                .setMethod(method)
                .setHost(base.getHost())
                .setPort(base.getPort() > 0 ? base.getPort() : tls ? 443 : 80)
                .setSsl(tls)
                .setURI(base.getRawPath() + path);
    }

    private void headers(MultiMap to, Call call, String idempotencyKey) {
        Provider provider = call.deployment().provider();
        Headers.toUpstream(call.headers(), to, provider.dialect());
        String type = call.endpoint().isMedia() ? call.headers().get("content-type") : null;
        to.set("content-type", type == null ? "application/json" : type);
        to.set("accept", call.endpoint().isMedia() ? "*/*" : "application/json, text/event-stream");
        to.set("accept-encoding", "identity");
        to.set("user-agent", USER_AGENT);
        to.set("x-request-id", call.requestId());
        if (provider.sibling()) {
            introduction.write(call.caller(), call.requestId(), to);
        } else if (provider.dialect() == Dialect.OPENAI) {
            to.set("idempotency-key", idempotencyKey);
        }
        String wanted = call.exact() ? call.headers().get("anthropic-version") : null;
        authorize(to, provider, wanted == null ? ANTHROPIC_VERSION : wanted);
    }

    private static void authorize(MultiMap to, Provider provider, String version) {
        String key = provider.apiKey();
        if (provider.dialect() == Dialect.ANTHROPIC) {
            to.set("anthropic-version", version);
            if (key != null) {
                to.set("x-api-key", key);
            }
        } else if (key != null) {
            to.set("authorization", "Bearer " + key);
        }
        provider.headers().forEach(to::set);
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
