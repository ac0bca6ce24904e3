package dev.sluice.gateway.limits;

import dev.sluice.gateway.redis.RedisLink;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Says that this replica lives, so that its reservations are left to it; counts the living; and settles what the dead
 * left behind.
 */
final class Heartbeat {

    private static final String TENANTS = "sluice:limits:tenants";
    private static final String REPLICAS = "sluice:limits:replicas";
    private static final String MOST_TENANTS = "9999";
    private static final long QUIET = Duration.ofMinutes(10).toMillis();
    private static final long PROBE = 1_000;

    private final Vertx vertx;
    private final Clock clock;
    private final RedisLink link;
    private final RedisStore store;
    private final String replica;
    private final Duration lease;
    private final Set<String> mine = ConcurrentHashMap.newKeySet();
    private volatile int replicas = 1;

    Heartbeat(Vertx vertx, Clock clock, RedisLink link, RedisStore store, String replica, Duration lease) {
        this.vertx = vertx;
        this.clock = clock;
        this.link = link;
        this.store = store;
        this.replica = replica;
        this.lease = lease;
    }

    /** How many replicas were alive when Redis was last heard. */
    int replicas() {
        return replicas;
    }

    /** A tenant's calls are let in here: whoever cleans up has to know of the tenant. */
    void serves(String tenant) {
        if (mine.add(tenant)) {
            link.send(Request.cmd(Command.ZADD).arg(TENANTS).arg(clock.millis()).arg(tenant));
        }
    }

    void start(SharedTeller teller, Share share) {
        vertx.setPeriodic(1, Math.max(1, lease.toMillis() / 3), id -> {
            share.tidy();
            beat().timeout(lease.toMillis(), TimeUnit.MILLISECONDS)
                    .onSuccess(done -> teller.heard())
                    .onFailure(lost -> teller.missed());
        });
        vertx.setPeriodic(PROBE, id -> {
            if (teller.isDegraded()) {
                link.send(Request.cmd(Command.PING))
                        .timeout(PROBE, TimeUnit.MILLISECONDS)
                        .onSuccess(pong -> teller.heard());
            }
        });
    }

    Future<Void> beat() {
        long now = clock.millis();
        return link.send(Request.cmd(Command.ZADD)
                        .arg(REPLICAS)
                        .arg(now + lease.toMillis())
                        .arg(replica))
                .compose(done -> link.send(Request.cmd(Command.ZREMRANGEBYSCORE)
                        .arg(REPLICAS)
                        .arg("-inf")
                        .arg(now)))
                .compose(done -> link.send(Request.cmd(Command.ZCARD).arg(REPLICAS)))
                .compose(count -> {
                    replicas = count == null ? 1 : Math.max(1, Integer.parseInt(count.toString()));
                    return known();
                })
                .compose(tenants -> all(tenants, now));
    }

    private Future<Map<String, Long>> known() {
        return link.send(Request.cmd(Command.ZRANGE)
                        .arg(TENANTS)
                        .arg("0")
                        .arg(MOST_TENANTS)
                        .arg("WITHSCORES"))
                .map(Heartbeat::scores);
    }

    private static Map<String, Long> scores(@Nullable Response response) {
        Map<String, Long> scores = new HashMap<>();
        if (response != null) {
            for (Response pair : response) {
                // RESP3 gives pairs, RESP2 a flat list; the client asks for RESP3 where the server has it.
                if (pair.type() == io.vertx.redis.client.ResponseType.MULTI) {
                    scores.put(pair.get(0).toString(), (long)
                            Double.parseDouble(pair.get(1).toString()));
                }
            }
            if (scores.isEmpty()) {
                for (int i = 0; i + 1 < response.size(); i += 2) {
                    scores.put(response.get(i).toString(), (long)
                            Double.parseDouble(response.get(i + 1).toString()));
                }
            }
        }
        return scores;
    }

    private Future<Void> all(Map<String, Long> known, long now) {
        Future<Void> chain = Future.succeededFuture();
        for (String tenant : mine) {
            known.putIfAbsent(tenant, now);
        }
        for (Map.Entry<String, Long> tenant : known.entrySet()) {
            chain = chain.compose(done -> one(tenant.getKey(), tenant.getValue(), now));
        }
        return chain;
    }

    private Future<Void> one(String tenant, long since, long now) {
        boolean served = mine.contains(tenant);
        return store.beat(tenant).compose(beat -> {
            if (beat.holders() > 0 && served) {
                return link.send(Request.cmd(Command.ZADD).arg(TENANTS).arg(now).arg(tenant))
                        .mapEmpty();
            }
            if (beat.holders() == 0 && now - since > QUIET) {
                mine.remove(tenant);
                return link.send(Request.cmd(Command.ZREM).arg(TENANTS).arg(tenant))
                        .mapEmpty();
            }
            return Future.succeededFuture();
        });
    }
}
