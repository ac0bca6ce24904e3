package dev.sluice.gateway.recall;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.contracts.cache.Gone;
import dev.sluice.gateway.GatewayConfig;
import dev.sluice.kit.config.RedisConfig;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.logging.Log;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClientOptions;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.RedisOptions;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Hears from the cache's Redis what was deleted, at whichever replica, and drops it from the near cache. After a while in
 * which it heard nothing it drops everything, since it may have missed a message.
 */
@Singleton
class Deletions {

    private static final int CONNECT_MILLIS = 1_000;
    private static final long AGAIN_MILLIS = 500;
    private static final long CHECK_MILLIS = 5_000;
    private static final long PATIENCE_MILLIS = 2_000;

    private final Vertx vertx;
    private final Optional<String> url;
    private final NearCache near;
    private final ObjectMapper json;
    private @Nullable Redis redis;
    private volatile boolean hears;
    private volatile boolean closed;

    @Inject
    Deletions(
            Vertx vertx,
            GatewayConfig config,
            RedisConfig shared,
            Recall recall,
            ObjectMapper json,
            MeterRegistry meters) {
        this(vertx, config.cache().redisUrl().or(shared::url), recall.near(), json);
        Gauge.builder("sluice.gateway.near.deaf", this, deletions -> deletions.isDeaf() ? 1 : 0)
                .description("1 while there is a Redis that would tell what was deleted, and it is not heard")
                .register(meters);
    }

    Deletions(Vertx vertx, Optional<String> url, NearCache near, ObjectMapper json) {
        this.vertx = vertx;
        this.url = url;
        this.near = near;
        this.json = json;
    }

    void begin(@Observes StartupEvent start) {
        begin();
    }

    void begin() {
        url.ifPresent(address -> {
            redis = Redis.createClient(
                    vertx,
                    new RedisOptions()
                            .setConnectionString(address)
                            .setNetClientOptions(new NetClientOptions()
                                    .setConnectTimeout(CONNECT_MILLIS)
                                    .setTcpKeepAlive(true)));
            connect();
        });
    }

    /** Whether deletions are not heard though they could be. */
    boolean isDeaf() {
        return url.isPresent() && !hears;
    }

    private void connect() {
        Redis way = redis;
        if (closed || way == null) {
            return;
        }
        way.connect().onSuccess(this::listen).onFailure(away -> again());
    }

    private void again() {
        if (!closed) {
            vertx.setTimer(AGAIN_MILLIS, timer -> connect());
        }
    }

    private void listen(RedisConnection connection) {
        var over = new AtomicBoolean();
        Runnable lost = () -> {
            if (over.compareAndSet(false, true)) {
                if (hears && !closed) {
                    hears = false;
                    Log.warn("Deletions at other replicas are not heard any more: near answers end by their age");
                }
                connection.close();
                again();
            }
        };
        connection.handler(this::heard);
        connection.endHandler(end -> lost.run());
        connection.exceptionHandler(broken -> lost.run());
        subscribe(connection, over, lost);
    }

    /** To subscribe once more changes nothing, and tells whether the other end still lives. */
    private void subscribe(RedisConnection connection, AtomicBoolean over, Runnable lost) {
        connection
                .send(Request.cmd(Command.SUBSCRIBE).arg(Gone.CHANNEL))
                .timeout(PATIENCE_MILLIS, TimeUnit.MILLISECONDS)
                .onSuccess(told -> {
                    if (!hears) {
                        hears = true;
                        near.forgetAll();
                    }
                    vertx.setTimer(CHECK_MILLIS, timer -> {
                        if (!over.get() && !closed) {
                            subscribe(connection, over, lost);
                        }
                    });
                })
                .onFailure(refused -> lost.run());
    }

    private void heard(@Nullable Response message) {
        if (message == null || message.size() != 3 || !"message".equals(String.valueOf(message.get(0)))) {
            return;
        }
        try {
            Gone gone = json.readValue(String.valueOf(message.get(2)), Gone.class);
            forget(gone);
        } catch (JsonProcessingException e) {
            Log.warn("A message about deletions cannot be read: everything near is dropped");
            near.forgetAll();
        }
    }

    private void forget(Gone gone) {
        if (gone.entryId() == null) {
            near.forget(gone.tenant());
        } else {
            near.forget(gone.tenant(), gone.entryId());
        }
    }

    @PreDestroy
    void close() {
        closed = true;
        Redis way = redis;
        if (way != null) {
            way.close();
        }
    }
}
