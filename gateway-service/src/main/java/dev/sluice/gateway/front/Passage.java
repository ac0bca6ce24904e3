package dev.sluice.gateway.front;

import dev.sluice.contracts.identity.Caller;
import dev.sluice.gateway.GatewayConfig;
import dev.sluice.gateway.errors.ApiError;
import dev.sluice.gateway.errors.OpenAiErrors;
import dev.sluice.gateway.errors.Problems;
import dev.sluice.gateway.peers.Introduction;
import dev.sluice.kit.config.PeersConfig;
import dev.sluice.kit.problem.Refusal;
import dev.sluice.kit.requests.RequestLog;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/** Streams a request to a sibling and its answer back, both as they come. */
@Singleton
class Passage {

    private static final int CONNECTIONS = 1_024;
    private static final int WAITING = 2_048;

    private final Vertx vertx;
    private final HttpClient http;
    private final PeersConfig peers;
    private final Introduction introduction;
    private final GatewayConfig.Front config;

    Passage(Vertx vertx, PeersConfig peers, Introduction introduction, GatewayConfig config) {
        this.vertx = vertx;
        this.peers = peers;
        this.introduction = introduction;
        this.config = config.front();
        this.http = vertx.createHttpClient(
                new HttpClientOptions()
                        .setConnectTimeout(2_000)
                        .setKeepAliveTimeout(30)
                        .setReadIdleTimeout(Math.toIntExact(this.config.idle().toMillis()))
                        .setIdleTimeoutUnit(TimeUnit.MILLISECONDS),
                new PoolOptions().setHttp1MaxSize(CONNECTIONS).setMaxWaitQueueSize(WAITING));
    }

    /**
     * Passes a request on.
     *
     * @param path what the sibling knows the path as
     * @param caller who asks; absent for the open page
     * @param answered told the status once it is known
     */
    void pass(RoutingContext route, String path, Sibling sibling, @Nullable Caller caller, IntConsumer answered) {
        HttpServerRequest in = route.request();
        HttpClientRequest[] sent = new HttpClientRequest[1];
        Duration patience = isUpload(in, path) ? config.upload() : config.headers();
        long timer = vertx.setTimer(patience.toMillis(), id -> {
            if (sent[0] != null) {
                sent[0].reset();
            }
        });
        route.addEndHandler(end -> {
            vertx.cancelTimer(timer);
            if (end.failed() && sent[0] != null) {
                sent[0].reset();
            }
        });
        http.request(options(in, path, sibling))
                .compose(out -> {
                    sent[0] = out;
                    FrontHeaders.in(in.headers(), out.headers());
                    introduction.write(caller, RequestLog.idOf(route), out.headers());
                    send(in, out);
                    return out.response();
                })
                .onSuccess(response -> {
                    vertx.cancelTimer(timer);
                    answered.accept(response.statusCode());
                    answer(route, response);
                })
                .onFailure(away -> {
                    vertx.cancelTimer(timer);
                    in.resume();
                    away(route, path, sibling);
                });
    }

    private static boolean isUpload(HttpServerRequest in, String path) {
        return path.equals("/v1/files") && in.method().equals(HttpMethod.POST);
    }

    private RequestOptions options(HttpServerRequest in, String path, Sibling sibling) {
        URI base = sibling.address(peers);
        return new RequestOptions()
                .setMethod(in.method())
                .setHost(base.getHost())
                .setPort(base.getPort() > 0 ? base.getPort() : 80)
                .setURI(in.query() == null ? path : path + "?" + in.query());
    }

    private static void send(HttpServerRequest in, HttpClientRequest out) {
        String length = in.getHeader("content-length");
        boolean body = in.getHeader("transfer-encoding") != null || (length != null && !length.equals("0"));
        if (!body) {
            in.resume();
            out.end();
            return;
        }
        if (length == null) {
            out.setChunked(true);
        } else {
            out.putHeader("content-length", length);
        }
        if ("100-continue".equalsIgnoreCase(in.getHeader("expect"))) {
            in.response().writeContinue();
        }
        // Half a body must not look like a whole one there either.
        in.pipe().endOnFailure(false).to(out).onFailure(broken -> out.reset());
    }

    private static void answer(RoutingContext route, HttpClientResponse response) {
        var client = route.response();
        if (client.closed() || client.ended()) {
            response.request().reset();
            return;
        }
        client.setStatusCode(response.statusCode());
        FrontHeaders.out(response.headers(), client.headers());
        if (!client.headers().contains("content-length") && response.statusCode() != 204) {
            client.setChunked(true);
        }
        // What is cut there is cut here: the client must not take half an answer for a whole one.
        response.pipe().endOnFailure(false).to(client).onFailure(broken -> {
            if (!client.ended() && !client.closed()) {
                client.reset();
            }
        });
    }

    private static void away(RoutingContext route, String path, Sibling sibling) {
        String message =
                "The %s does not answer, so this path does not work at the moment. Model calls go on. Try again soon."
                        .formatted(sibling.service());
        if (FrontRoutes.isInDialect(path)) {
            OpenAiErrors.send(route, ApiError.unavailable("service_away", message, 2));
            return;
        }
        Problems.send(
                route, new Refusal(503, "service_away", "Service unavailable", message, Map.of("retry-after", "2")));
    }
}
