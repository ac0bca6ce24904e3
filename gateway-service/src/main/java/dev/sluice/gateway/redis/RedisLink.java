package dev.sluice.gateway.redis;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetClientOptions;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisOptions;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import io.vertx.redis.client.ResponseType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The way to Redis. Connects by itself, again and again; patience is the caller's. */
public final class RedisLink implements AutoCloseable {

    private static final int CONNECT_MILLIS = 1_000;

    private final Redis redis;

    /**
     * A way to the Redis at this address, {@code redis://host:port}.
     */
    public RedisLink(Vertx vertx, String url) {
        this.redis = Redis.createClient(
                vertx,
                new RedisOptions()
                        .setConnectionString(url)
                        .setMaxPoolSize(16)
                        .setMaxPoolWaiting(4_096)
                        .setMaxWaitingHandlers(4_096)
                        .setNetClientOptions(new NetClientOptions()
                                .setConnectTimeout(CONNECT_MILLIS)
                                .setTcpNoDelay(true)
                                .setTcpKeepAlive(true)));
    }

    /** Sends a command; null is Redis' nil. Fails when Redis says no, or when there is no way to it. */
    public Future<@Nullable Response> send(Request request) {
        try {
            return redis.send(request);
        } catch (RuntimeException e) {
            return Future.failedFuture(e);
        }
    }

    /**
     * Runs a script by its name; with its text when Redis does not know it yet, as after a restart.
     *
     * @param arguments texts, or {@link Buffer}s for bytes
     * @return the number it gives, or the numbers
     */
    public Future<long[]> run(Script script, List<String> keys, List<?> arguments) {
        return send(request(Command.EVALSHA, script.sha(), keys, arguments))
                .recover(failure -> {
                    String message = failure.getMessage();
                    return message != null && message.startsWith("NOSCRIPT")
                            ? send(request(Command.EVAL, script.body(), keys, arguments))
                            : Future.failedFuture(failure);
                })
                .map(RedisLink::numbers);
    }

    private static long[] numbers(@Nullable Response response) {
        if (response == null) {
            return new long[0];
        }
        return response.type() == ResponseType.MULTI
                ? response.stream().mapToLong(RedisLink::number).toArray()
                : new long[] {number(response)};
    }

    private static long number(Response response) {
        Long value = response.toLong();
        return value == null ? 0 : value;
    }

    private static Request request(Command command, String script, List<String> keys, List<?> arguments) {
        Request request = Request.cmd(command).arg(script).arg(keys.size());
        keys.forEach(request::arg);
        for (Object argument : arguments) {
            if (argument instanceof Buffer bytes) {
                request.arg(bytes);
            } else {
                request.arg(argument.toString());
            }
        }
        return request;
    }

    @Override
    public void close() {
        redis.close();
    }
}
