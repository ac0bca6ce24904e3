package dev.sluice.gateway.joining;

import dev.sluice.gateway.redis.SharedRedis;
import dev.sluice.gateway.resume.StreamLog;
import dev.sluice.gateway.resume.Streams;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Who of all replicas makes a call: whoever has its lease in Redis, for as long as it renews it. What the call brings is
 * written to Redis only when another replica wants it, which it says beside the lease.
 */
@Singleton
final class Owners {

    private static final String CLAIM = """
            if redis.call('SET', KEYS[1], ARGV[1], 'NX', 'PX', ARGV[2]) then return ARGV[1] end
            local owner = redis.call('GET', KEYS[1])
            redis.call('SET', KEYS[2], owner, 'PX', ARGV[3])
            return owner
            """;

    /** Renews the lease: -1 when it is lost, 1 when others want what comes. */
    private static final String BEAT = """
            if redis.call('GET', KEYS[1]) ~= ARGV[1] then return -1 end
            redis.call('PEXPIRE', KEYS[1], ARGV[2])
            if redis.call('GET', KEYS[2]) == ARGV[1] then return 1 end
            return 0
            """;

    /** Gives the lease back: 1 when it is not, since others want what came and have not got it. */
    private static final String RELEASE = """
            if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
            if ARGV[2] == 'unless-wanted' and redis.call('GET', KEYS[2]) == ARGV[1] then return 1 end
            redis.call('DEL', KEYS[1], KEYS[2])
            return 0
            """;

    private static final long WANTED_MILLIS = 600_000;

    private final Vertx vertx;
    private final SharedRedis redis;
    private final Streams streams;
    private final long leaseMillis;
    private final Map<Joint, Lease> leases = new ConcurrentHashMap<>();

    private record Lease(StreamLog log, long timer) {}

    Owners(Vertx vertx, SharedRedis redis, Streams streams, JoinConfig config) {
        this.vertx = vertx;
        this.redis = redis;
        this.streams = streams;
        this.leaseMillis = Math.max(100, config.lease().toMillis());
    }

    boolean isConfigured() {
        return redis.isConfigured();
    }

    /** How often a lease is renewed or looked at, in milliseconds. */
    long beatMillis() {
        return Math.clamp(leaseMillis / 10, 20, 500);
    }

    /** Who makes the call: this id if nobody did, else another's, who is told that it is wanted here. Fails without Redis. */
    Future<String> claim(String tenant, String key, String id) {
        return redis.ask(script(CLAIM, tenant, key).arg(id).arg(leaseMillis).arg(WANTED_MILLIS))
                .map(owner -> {
                    if (owner == null) {
                        throw new IllegalStateException("a lease ended while it was read");
                    }
                    return owner.toString();
                });
    }

    /** Who has the lease now; null if nobody. Fails without Redis. */
    Future<@Nullable String> holder(String tenant, String key) {
        return redis.ask(Request.cmd(Command.GET).arg(lease(tenant, key)))
                .map(owner -> owner == null ? null : owner.toString());
    }

    /** The call is ours: the lease is renewed until it is given back. */
    void keep(Joint joint, StreamLog log) {
        leases.put(joint, new Lease(log, vertx.setPeriodic(beatMillis(), beat -> renew(joint, log))));
    }

    private void renew(Joint joint, StreamLog log) {
        redis.ask(script(BEAT, joint.tenant(), joint.key()).arg(log.id()).arg(leaseMillis))
                .onSuccess(told -> {
                    if (isOne(told) && leases.containsKey(joint)) {
                        share(joint, log);
                    }
                });
    }

    private void share(Joint joint, StreamLog log) {
        if (log.isShared()) {
            return;
        }
        if (streams.share(log)) {
            joint.wanted();
        } else {
            // Its beginning is lost: whoever wants it makes a call of its own.
            release(joint, log, "anyway");
        }
    }

    /** The call is over. Done when nobody needs what came of it any more. */
    Future<Void> release(Joint joint) {
        Lease lease = leases.remove(joint);
        if (lease == null) {
            return Future.succeededFuture();
        }
        vertx.cancelTimer(lease.timer());
        StreamLog log = lease.log();
        if (log.isShared() || joint.hasFailed()) {
            return log.shared().eventually(() -> release(joint, log, "anyway")).mapEmpty();
        }
        return release(joint, log, "unless-wanted").compose(told -> {
            if (!isOne(told)) {
                return Future.succeededFuture();
            }
            streams.share(log);
            return log.shared().eventually(() -> release(joint, log, "anyway")).mapEmpty();
        });
    }

    private Future<@Nullable Response> release(Joint joint, StreamLog log, String how) {
        return redis.ask(
                script(RELEASE, joint.tenant(), joint.key()).arg(log.id()).arg(how));
    }

    private static boolean isOne(@Nullable Response told) {
        return told != null && told.toString().equals("1");
    }

    private static Request script(String body, String tenant, String key) {
        return Request.cmd(Command.EVAL)
                .arg(body)
                .arg(2)
                .arg(lease(tenant, key))
                .arg(lease(tenant, key) + ":wanted");
    }

    private static String lease(String tenant, String key) {
        return "sluice:{" + tenant + "}:call:" + key;
    }
}
