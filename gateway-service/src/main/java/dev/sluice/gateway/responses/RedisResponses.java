package dev.sluice.gateway.responses;

import dev.sluice.gateway.OffLoop;
import dev.sluice.gateway.redis.SharedRedis;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.time.Duration;
import java.util.Optional;

/**
 * Answers in Redis, for all replicas. A forgotten one leaves a mark for as long as it could have been kept, so that it stays
 * forgotten: for a replica that has it in memory, and for one that is only about to store it.
 */
final class RedisResponses implements ResponseStore {

    /** Nobody waits for storing. */
    private static final Duration KEEP_WITHIN = Duration.ofSeconds(1);

    private static final String FORGOTTEN = "-";

    private final SharedRedis redis;
    private final Duration retention;
    private final long largest;

    /**
     * A store.
     *
     * @param largest the bytes an answer may have
     */
    RedisResponses(SharedRedis redis, Duration retention, long largest) {
        this.redis = redis;
        this.retention = retention;
        this.largest = largest;
    }

    @Override
    public Future<Void> keep(String tenant, String id, Kept answer) {
        Future<byte[]> packed = answer.weight() < Packed.LONG
                ? Future.succeededFuture(Packed.pack(answer))
                : OffLoop.call(() -> Packed.pack(answer));
        return packed.compose(value -> redis.ask(
                        Request.cmd(Command.SET)
                                .arg(key(tenant, id))
                                .arg(Buffer.buffer(value))
                                .arg("NX")
                                .arg("PX")
                                .arg(retention.toMillis()),
                        KEEP_WITHIN))
                .mapEmpty();
    }

    @Override
    public Future<Optional<Kept>> find(String tenant, String id) {
        return redis.ask(Request.cmd(Command.GET).arg(key(tenant, id))).compose(found -> {
            byte[] value = found == null ? new byte[0] : found.toBytes();
            return value.length < Packed.LONG
                    ? Future.succeededFuture(Packed.unpack(value, largest))
                    : OffLoop.call(() -> Packed.unpack(value, largest));
        });
    }

    @Override
    public Future<Void> forget(String tenant, String id) {
        return redis.ask(Request.cmd(Command.SET)
                        .arg(key(tenant, id))
                        .arg(FORGOTTEN)
                        .arg("PX")
                        .arg(retention.toMillis()))
                .mapEmpty();
    }

    /** Whether somebody has had it forgotten: the question of a replica that has it in memory. */
    Future<Boolean> isForgotten(String tenant, String id) {
        return redis.ask(Request.cmd(Command.STRLEN).arg(key(tenant, id)))
                .map(length -> length != null && "1".equals(length.toString()));
    }

    private static String key(String tenant, String id) {
        return "sluice:{" + tenant + "}:response:" + id;
    }
}
