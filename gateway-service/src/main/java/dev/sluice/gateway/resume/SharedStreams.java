package dev.sluice.gateway.resume;

import dev.sluice.gateway.redis.SharedRedis;
import dev.sluice.kit.ids.Ids;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Streams as all replicas see them, in Redis. A stream is a Redis stream of batches, each with the number of its last event
 * as its id and with fields {@code <number> <event>}; the last one has a field {@code end}, and its id is the number that no
 * event got. Beside it stands the name of the replica that serves it, whose lease tells whether it lives.
 */
@Singleton
final class SharedStreams implements AutoCloseable {

    static final String END = "end";

    /** A stream that says nothing for longer has been broken off by other deadlines. */
    private static final Duration WHILE_IT_RUNS = Duration.ofMinutes(10);

    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final int PAGE = 16;

    /**
     * Appends a batch, trims what its replica does not keep either, and says for how long to keep it. 0 when Redis has forgotten
     * the beginning. A batch that is sent again, because nobody heard that it arrived, is not appended again.
     */
    private static final String APPEND = """
            if ARGV[5] ~= '1' and redis.call('EXISTS', KEYS[2]) == 0 then return 0 end
            local added = redis.pcall('XADD', KEYS[1], 'MINID', ARGV[1], ARGV[2], unpack(ARGV, 6))
            if type(added) == 'table' and added.err and not string.find(added.err, 'equal or smaller') then return added end
            redis.call('PEXPIRE', KEYS[1], ARGV[3])
            redis.call('SET', KEYS[2], ARGV[4], 'PX', ARGV[3])
            return 1
            """;

    private final Vertx vertx;
    private final SharedRedis redis;
    private final ResumeConfig config;
    private final String replica = Ids.next();
    private final AtomicLong waiting = new AtomicLong();
    private final long renewal;

    @Inject
    SharedStreams(Vertx vertx, SharedRedis redis, ResumeConfig config) {
        this.vertx = vertx;
        this.redis = redis;
        this.config = config;
        long lease = Math.max(3, config.shared().lease().toMillis());
        this.renewal = redis.isConfigured() ? vertx.setPeriodic(1, lease / 3, id -> renew(lease)) : -1;
    }

    /** Whether there is a Redis to keep them in. */
    boolean isConfigured() {
        return redis.isConfigured();
    }

    private void renew(long lease) {
        redis.ask(
                Request.cmd(Command.SET).arg(lease(replica)).arg("1").arg("PX").arg(lease), PATIENCE);
    }

    /** Where the events of a new stream go; null without Redis. */
    @Nullable
    Outlet open(String tenant, String id) {
        if (!redis.isConfigured()) {
            return null;
        }
        redis.ask(
                Request.cmd(Command.SET)
                        .arg(owner(tenant, id))
                        .arg(replica)
                        .arg("PX")
                        .arg(WHILE_IT_RUNS.toMillis()),
                PATIENCE);
        return new Outlet(
                vertx, this, tenant, id, waiting, config.shared().waiting().asLongValue());
    }

    /** Appends; false when Redis has forgotten the beginning of the stream. */
    Future<Boolean> append(String tenant, String id, Batch batch) {
        long keep = batch.ends() ? config.retention().toMillis() : WHILE_IT_RUNS.toMillis();
        Request request = Request.cmd(Command.EVAL)
                .arg(APPEND)
                .arg(2)
                .arg(key(tenant, id))
                .arg(owner(tenant, id))
                .arg(batch.firstKept())
                .arg(batch.last())
                .arg(Math.max(1, keep))
                .arg(replica)
                .arg(batch.begins() ? "1" : "0");
        batch.events()
                .forEach(event -> request.arg(Long.toString(event.number())).arg(event.bytes()));
        if (batch.ends()) {
            request.arg(END).arg("1");
        }
        return redis.ask(request, PATIENCE)
                .map(done -> done != null && done.toString().equals("1"));
    }

    /** Forgets a stream. */
    Future<@Nullable Response> forget(String tenant, String id) {
        return redis.ask(Request.cmd(Command.DEL).arg(owner(tenant, id)).arg(key(tenant, id)), PATIENCE);
    }

    /** Batches with events after this one, in their order. */
    Future<@Nullable Response> after(String tenant, String id, long number) {
        return redis.ask(
                Request.cmd(Command.XRANGE)
                        .arg(key(tenant, id))
                        .arg("(" + number)
                        .arg("+")
                        .arg("COUNT")
                        .arg(PAGE),
                PATIENCE);
    }

    /** The last batch. */
    Future<@Nullable Response> last(String tenant, String id) {
        return redis.ask(
                Request.cmd(Command.XREVRANGE)
                        .arg(key(tenant, id))
                        .arg("+")
                        .arg("-")
                        .arg("COUNT")
                        .arg(1),
                PATIENCE);
    }

    /** The replica that serves a stream; null when there is no such stream of this tenant. */
    Future<@Nullable String> ownerOf(String tenant, String id) {
        return redis.ask(Request.cmd(Command.GET).arg(owner(tenant, id)), PATIENCE)
                .map(name -> name == null ? null : name.toString());
    }

    /** Whether the replica shows signs of life. */
    Future<Boolean> lives(String owner) {
        return redis.ask(Request.cmd(Command.EXISTS).arg(lease(owner)), PATIENCE)
                .map(found -> found != null && found.toString().equals("1"));
    }

    private static String key(String tenant, String id) {
        return "sluice:{" + tenant + "}:stream:" + id;
    }

    private static String owner(String tenant, String id) {
        return key(tenant, id) + ":owner";
    }

    private static String lease(String replica) {
        return "sluice:stream-replica:" + replica;
    }

    @Override
    @PreDestroy
    public void close() {
        if (renewal != -1) {
            vertx.cancelTimer(renewal);
        }
    }
}
