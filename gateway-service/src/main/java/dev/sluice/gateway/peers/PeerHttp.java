package dev.sluice.gateway.peers;

import dev.sluice.contracts.identity.Caller;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import jakarta.inject.Singleton;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Small calls to siblings. The deadline covers all of a call, connecting included; a late call is reset. */
@Singleton
public class PeerHttp {

    private static final int CONNECTIONS = 256;
    private static final int WAITING = 1_024;

    private final Vertx vertx;
    private final HttpClient http;
    private final Introduction introduction;

    PeerHttp(Vertx vertx, Introduction introduction) {
        this.vertx = vertx;
        this.introduction = introduction;
        this.http = vertx.createHttpClient(
                new HttpClientOptions().setConnectTimeout(1_000).setKeepAliveTimeout(30),
                new PoolOptions().setHttp1MaxSize(CONNECTIONS).setMaxWaitQueueSize(WAITING));
    }

    /**
     * What a sibling answered.
     *
     * @param status its status
     * @param body its body
     */
    public record Reply(int status, Buffer body) {}

    /**
     * Calls a sibling.
     *
     * @param body JSON; absent for a call without one
     * @return the answer, whatever its status; fails when there is none within the deadline
     */
    public Future<Reply> call(
            HttpMethod method,
            URI base,
            String path,
            @Nullable Buffer body,
            @Nullable Caller caller,
            String requestId,
            Duration deadline) {
        Promise<Reply> done = Promise.promise();
        HttpClientRequest[] sent = new HttpClientRequest[1];
        long timer = vertx.setTimer(Math.max(1, deadline.toMillis()), id -> {
            done.tryFail(new TimeoutException("no answer within " + deadline));
            if (sent[0] != null) {
                sent[0].reset();
            }
        });
        http.request(options(method, base, path))
                .compose(request -> {
                    sent[0] = request;
                    if (done.future().isComplete()) {
                        request.reset();
                        return Future.failedFuture("late");
                    }
                    introduction.write(caller, requestId, request.headers());
                    request.putHeader("accept", "application/json");
                    return body == null
                            ? request.send()
                            : request.putHeader("content-type", "application/json")
                                    .send(body);
                })
                .compose(PeerHttp::whole)
                .onComplete(result -> {
                    vertx.cancelTimer(timer);
                    if (result.succeeded()) {
                        done.tryComplete(result.result());
                    } else {
                        done.tryFail(result.cause());
                    }
                });
        return done.future();
    }

    private static Future<Reply> whole(HttpClientResponse response) {
        return response.body().map(body -> new Reply(response.statusCode(), body));
    }

    private static RequestOptions options(HttpMethod method, URI base, String path) {
        return new RequestOptions()
                .setMethod(method)
                .setHost(base.getHost())
                .setPort(base.getPort() > 0 ? base.getPort() : 80)
                .setURI(path);
    }
}
