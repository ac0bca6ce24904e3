package dev.sluice.gateway.idempotency;

import dev.sluice.gateway.redis.RedisLink;
import dev.sluice.gateway.redis.Script;
import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.time.Duration;
import java.util.List;

/** Names and answers that all replicas share. A claim ends by itself unless renewed. Knows no patience. */
final class RedisStore implements Store {

    private static final Script KEEP = Script.of("""
            local now = redis.call('GET', KEYS[1])
            if now and now ~= ARGV[1] then return 0 end
            redis.call('SET', KEYS[1], ARGV[2], 'PX', ARGV[3])
            return 1
            """);

    private static final Script FREE = Script.of("""
            if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('DEL', KEYS[1]) end
            return 0
            """);

    private static final Script RENEW = Script.of("""
            if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('PEXPIRE', KEYS[1], ARGV[2]) end
            return 0
            """);

    /** A name may be given free between the refusal of a claim and the look at who has it. */
    private static final int TRIES = 3;

    private final RedisLink link;
    private final String lease;
    private final String retention;

    RedisStore(RedisLink link, Duration lease, Duration retention) {
        this.link = link;
        this.lease = Long.toString(lease.toMillis());
        this.retention = Long.toString(retention.toMillis());
    }

    @Override
    public Future<Found> claim(Name name, Claim claim) {
        return claim(key(name), claim, TRIES);
    }

    private Future<Found> claim(String key, Claim claim, int tries) {
        return link.send(Request.cmd(Command.SET)
                        .arg(key)
                        .arg(Stored.of(claim))
                        .arg("NX")
                        .arg("PX")
                        .arg(lease))
                .compose(taken -> taken != null
                        ? Future.succeededFuture(new Found.Nothing())
                        : link.send(Request.cmd(Command.GET).arg(key)).compose(other -> {
                            if (other != null) {
                                return Future.succeededFuture(Stored.read(other.toBuffer()));
                            }
                            return tries > 1
                                    ? claim(key, claim, tries - 1)
                                    : Future.succeededFuture(new Found.Unknown());
                        }));
    }

    @Override
    public Future<Void> keep(Name name, Claim claim, Kept kept) {
        return link.run(KEEP, List.of(key(name)), List.of(Stored.of(claim), Stored.of(kept), retention))
                .mapEmpty();
    }

    @Override
    public Future<Void> free(Name name, Claim claim) {
        return link.run(FREE, List.of(key(name)), List.of(Stored.of(claim))).mapEmpty();
    }

    /** The run goes on: its claim holds for another lease. */
    Future<Void> renew(Name name, Claim claim) {
        return link.run(RENEW, List.of(key(name)), List.of(Stored.of(claim), lease))
                .mapEmpty();
    }

    private static String key(Name name) {
        return "sluice:{" + name.tenant() + "}:idempotency:" + name.digest();
    }
}
