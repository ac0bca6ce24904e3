package dev.sluice.gateway.redis;

import dev.sluice.kit.config.RedisConfig;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.logging.Log;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import io.vertx.redis.client.impl.types.ErrorType;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The Redis that all replicas share, asked with a short patience. After some failures in a row nobody waits for it, or
 * queues for it, until it answers a probe, sent each second. Every failure to hear it is a {@link RedisAway}; what Redis
 * itself refuses fails as it says it.
 */
@Singleton
public final class SharedRedis implements AutoCloseable {

    private static final int MOST_FAILURES = 3;
    private static final long PROBE_MILLIS = 1_000;

    /** Refusals of a Redis that serves nobody at the moment. */
    private static final List<String> OUTAGES =
            List.of("CONNECTION_CLOSED", "LOADING", "NOAUTH", "WRONGPASS", "MASTERDOWN", "CLUSTERDOWN");

    private final Vertx vertx;
    private final String url;
    private final long deadlineMillis;
    private final AtomicInteger failures = new AtomicInteger();
    private final long probe;
    private volatile @Nullable RedisLink link;

    @Inject
    SharedRedis(Vertx vertx, RedisConfig config, RedisPatience patience, MeterRegistry meters) {
        this(vertx, config.url(), patience.deadline());
        Gauge.builder("sluice.gateway.redis.away", this, redis -> redis.isAway() ? 1 : 0)
                .description("1 while the Redis that all replicas share is configured and does not answer")
                .register(meters);
    }

    /**
     * A Redis.
     *
     * @param url {@code redis://host:port}; absent means that there is none
     * @param deadline how long it may think about a question
     */
    public SharedRedis(Vertx vertx, Optional<String> url, Duration deadline) {
        this.vertx = vertx;
        this.url = url.orElse("");
        this.deadlineMillis = Math.max(1, deadline.toMillis());
        this.link = url.map(address -> new RedisLink(vertx, address)).orElse(null);
        this.probe = url.isEmpty() ? -1 : vertx.setPeriodic(1, PROBE_MILLIS, id -> probe());
    }

    /** Whether there is a Redis at all; without, every question fails at once. */
    public boolean isConfigured() {
        return !url.isEmpty();
    }

    /** Whether there is a Redis that was not heard when it was last asked. */
    public boolean isAway() {
        return failures.get() > 0;
    }

    /** Sends a command; null is Redis' nil. */
    public Future<@Nullable Response> ask(Request request) {
        RedisLink way = way();
        return way == null ? away() : patiently(way.send(request), deadlineMillis);
    }

    /** Sends a command that may take longer than the usual deadline, such as one with a large value. */
    public Future<@Nullable Response> ask(Request request, Duration deadline) {
        RedisLink way = way();
        return way == null ? away() : patiently(way.send(request), Math.max(1, deadline.toMillis()));
    }

    /** Runs a script and gives the number it gives, or the numbers. */
    public Future<long[]> run(Script script, List<String> keys, List<String> arguments) {
        RedisLink way = way();
        return way == null ? away() : patiently(way.run(script, keys, arguments), deadlineMillis);
    }

    private @Nullable RedisLink way() {
        return failures.get() < MOST_FAILURES ? link : null;
    }

    private <T extends @Nullable Object> Future<T> away() {
        return Future.failedFuture(
                new RedisAway(isConfigured() ? "Redis did not answer before" : "no Redis is configured"));
    }

    private <T extends @Nullable Object> Future<T> patiently(Future<T> asked, long millis) {
        Promise<T> answer = Promise.promise();
        long timer = vertx.setTimer(millis, id -> {
            if (!answer.future().isComplete()) {
                // Known before whoever waits hears of it.
                missed();
                answer.tryFail(new RedisAway("Redis did not answer within " + millis + " ms"));
            }
        });
        asked.onComplete(told -> {
            vertx.cancelTimer(timer);
            if (answer.future().isComplete()) {
                return;
            }
            if (told.succeeded()) {
                heard();
                answer.tryComplete(told.result());
            } else if (isRefusal(told.cause())) {
                heard();
                answer.tryFail(told.cause());
            } else {
                missed();
                answer.tryFail(new RedisAway("there is no way to Redis"));
            }
        });
        return answer.future();
    }

    private static boolean isRefusal(Throwable failure) {
        return failure instanceof ErrorType error
                && OUTAGES.stream()
                        .noneMatch(word -> String.valueOf(error.getMessage()).startsWith(word));
    }

    private void heard() {
        if (failures.getAndSet(0) > 0) {
            Log.info("Redis answers again: replicas remember together");
        }
    }

    private void missed() {
        if (failures.getAndIncrement() == 0) {
            Log.warn("Redis does not answer: this replica remembers by itself until it does");
        }
    }

    /**
     * Before anybody asks, so that the first who does finds a connection; and while it is away. A Redis that answers, but later
     * than anybody would wait, is not back. Where even this hears nothing at all, everything that waits is let go, and the
     * connections are made anew: their other end may be gone without a word.
     */
    private void probe() {
        RedisLink way = link;
        if (way == null) {
            return;
        }
        long start = System.nanoTime();
        way.send(Request.cmd(Command.PING))
                .timeout(PROBE_MILLIS * 9 / 10, TimeUnit.MILLISECONDS)
                .onSuccess(pong -> {
                    if (TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start) <= deadlineMillis) {
                        heard();
                    }
                })
                .onFailure(lost -> {
                    missed();
                    if (lost instanceof TimeoutException) {
                        link = new RedisLink(vertx, url);
                        way.close();
                    }
                });
    }

    @Override
    @PreDestroy
    public void close() {
        vertx.cancelTimer(probe);
        RedisLink way = link;
        link = null;
        if (way != null) {
            way.close();
        }
    }
}
