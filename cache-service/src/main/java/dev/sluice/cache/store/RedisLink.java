package dev.sluice.cache.store;

import dev.sluice.contracts.cache.Gone;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClientOptions;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.RedisOptions;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import io.vertx.redis.client.impl.types.ErrorType;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The connection to Redis with its patience. Present until a connection fails or three calls in a row come too late;
 * then away, with every call refused at once, until a probe in the background gets an answer on a fresh connection. The
 * probe also notices a Redis that goes while nobody asks. A connection of its own hears what other replicas delete; when
 * it ends Redis counts as away, so that nothing is served from here that was deleted unheard.
 */
final class RedisLink implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(RedisLink.class);

    private static final int LATE_IN_A_ROW = 3;
    private static final Duration PROBE_PATIENCE = Duration.ofSeconds(1);
    private static final List<String> OUTAGES =
            List.of("CONNECTION_CLOSED", "LOADING", "NOAUTH", "WRONGPASS", "MASTERDOWN", "CLUSTERDOWN");

    private final Vertx vertx;
    private final String url;
    private final Duration patience;
    private final Duration probe;
    private final Watch watch;
    private final AtomicInteger late = new AtomicInteger();
    private volatile @Nullable Redis client;
    private volatile @Nullable Thread prober;
    private volatile boolean closed;
    private @Nullable Redis left;

    /** Who is told what happens on the link. */
    interface Watch {

        /** Redis will be used again, at first or after it was away. */
        void returned();

        /** A call failed. */
        void failed();

        /** Somebody deleted something; on an event loop, so it must not wait. */
        void gone(Gone gone);
    }

    /**
     * A link that is away until {@link #start()}.
     *
     * @param patience how long a call may take when no {@link Allowance} is set
     * @param probe how often a Redis that is away is tried
     * @param watch told what happens
     */
    RedisLink(Vertx vertx, String url, Duration patience, Duration probe, Watch watch) {
        this.vertx = vertx;
        this.url = url;
        this.patience = patience;
        this.probe = probe;
        this.watch = watch;
    }

    /** Connects, waiting a second at most, and goes on trying in the background. */
    void start() {
        try {
            connect();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        prober = Thread.ofVirtual().name("redis-probe").start(this::keepTrying);
    }

    boolean isPresent() {
        return client != null;
    }

    /** Sends a command and waits for its answer, null for nil. */
    @Nullable
    Response ask(Request request) {
        return await(redis -> redis.send(request));
    }

    /** Sends commands at once and waits for their answers, in the time that one takes; null for nil. */
    List<@Nullable Response> ask(List<Request> requests) {
        List<@Nullable Response> answers = await(redis -> redis.batch(requests));
        if (answers == null || answers.size() != requests.size()) {
            throw new StoreAway("Redis did not answer all of several questions");
        }
        return answers;
    }

    private <T> @Nullable T await(Function<Redis, Future<@Nullable T>> question) {
        Redis now = client;
        if (now == null) {
            throw new StoreAway("Redis is away");
        }
        Allowance allowance = Allowance.CURRENT.isBound() ? Allowance.CURRENT.get() : null;
        long nanos = allowance == null ? patience.toNanos() : allowance.leftNanos();
        long start = System.nanoTime();
        try {
            T response = answer(now, question).get(Math.max(nanos, 0), TimeUnit.NANOSECONDS);
            late.set(0);
            return response;
        } catch (TimeoutException e) {
            watch.failed();
            if ((allowance == null || allowance.wasAmple(nanos)) && late.incrementAndGet() >= LATE_IN_A_ROW) {
                leave(now, "three answers in a row came too late");
            }
            throw new StoreAway("Redis did not answer in time");
        } catch (ExecutionException | CancellationException e) {
            watch.failed();
            Throwable cause = e instanceof ExecutionException && e.getCause() != null ? e.getCause() : e;
            if (!isOutage(cause)) {
                throw StoreAway.refused();
            }
            leave(now, "the connection failed");
            throw new StoreAway("the connection to Redis failed");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreAway("interrupted");
        } finally {
            if (allowance != null) {
                allowance.spend(System.nanoTime() - start);
            }
        }
    }

    /** Sends a command whose answer nobody needs. */
    void tell(Request request) {
        Redis now = client;
        if (now != null) {
            answer(now, redis -> redis.send(request));
        }
    }

    private static <T> CompletableFuture<@Nullable T> answer(
            Redis redis, Function<Redis, Future<@Nullable T>> question) {
        try {
            return question.apply(redis).toCompletionStage().toCompletableFuture();
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    /** A refusal of one command is no outage; a connection that ended, or a server that serves nobody, is. */
    private static boolean isOutage(Throwable cause) {
        return !(cause instanceof ErrorType error) || OUTAGES.stream().anyMatch(error::is);
    }

    /** An answer as a number; 0 for nil. */
    static long number(@Nullable Response response) {
        return response == null ? 0 : Objects.requireNonNullElse(response.toLong(), 0L);
    }

    @SuppressWarnings("ReferenceEquality") // the very connection that failed, not an equal one
    private synchronized void leave(Redis failed, String why) {
        left = failed;
        if (client == failed) {
            client = null;
            late.set(0);
            failed.close();
            LOG.warnf("Redis is away (%s): the local store serves until it is back", why);
        }
    }

    private void keepTrying() {
        try {
            while (!closed) {
                Thread.sleep(probe);
                tryOnce();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void tryOnce() throws InterruptedException {
        try {
            Redis now = client;
            if (now == null) {
                connect();
            } else if (!answersPing(now)) {
                leave(now, "no answer to a ping");
            }
        } catch (RuntimeException e) {
            // Nothing may end the probe but its closing.
            if (!closed) {
                LOG.warnf(e, "Redis could not be tried");
            }
        }
    }

    private static boolean answersPing(Redis redis) throws InterruptedException {
        try {
            answer(redis, r -> r.send(Request.cmd(Command.PING))).get(PROBE_PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (ExecutionException | TimeoutException e) {
            return false;
        }
    }

    /** Subscribes to what is deleted. A Redis that forbids it is used all the same: nothing is served from copies then. */
    private boolean hears(Redis redis) throws InterruptedException {
        try {
            RedisConnection ear = redis.connect()
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(PROBE_PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            ear.handler(this::heard);
            ear.endHandler(end -> leave(redis, "the connection that hears deletions ended"));
            ear.exceptionHandler(failure -> leave(redis, "the connection that hears deletions failed"));
            ear.send(Request.cmd(Command.SUBSCRIBE).arg(Gone.CHANNEL))
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(PROBE_PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof ErrorType refused && !isOutage(refused)) {
                LOG.warnf("Redis does not let this service subscribe (%s)", refused.getMessage());
                return true;
            }
            return false;
        } catch (TimeoutException e) {
            return false;
        }
    }

    private void heard(@Nullable Response message) {
        if (message != null && message.size() == 3 && "message".equals(String.valueOf(message.get(0)))) {
            GoneWords.read(String.valueOf(message.get(2))).ifPresent(watch::gone);
        }
    }

    private void connect() throws InterruptedException {
        var options = new RedisOptions()
                .setConnectionString(url)
                .setMaxPoolSize(8)
                .setMaxPoolWaiting(256)
                .setMaxWaitingHandlers(2048)
                .setNetClientOptions(new NetClientOptions()
                        .setConnectTimeout((int) PROBE_PATIENCE.toMillis())
                        .setTcpNoDelay(true)
                        .setTcpKeepAlive(true));
        Redis fresh = Redis.createClient(vertx, options);
        if (answersPing(fresh) && hears(fresh)) {
            adopt(fresh);
        } else {
            fresh.close();
        }
    }

    @SuppressWarnings("ReferenceEquality") // the very connection that failed while it was being set up
    private synchronized void adopt(Redis fresh) {
        if (closed || fresh == left) {
            fresh.close();
            return;
        }
        watch.returned();
        client = fresh;
        LOG.info("Redis is present");
    }

    @Override
    public void close() {
        closed = true;
        Thread probing = prober;
        if (probing != null) {
            probing.interrupt();
        }
        synchronized (this) {
            Redis now = client;
            client = null;
            if (now != null) {
                now.close();
            }
        }
    }
}
