package dev.sluice.gateway.responses;

import com.github.benmanes.caffeine.cache.Ticker;
import dev.sluice.gateway.redis.RedisAway;
import dev.sluice.gateway.redis.SharedRedis;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Answers that can be gone on from, for a while: in the memory of the replica that answered, and in Redis for all others where
 * there is one. The tenant is part of each key: an id of somebody else's answer means nothing here, also where its host
 * would know it.
 */
@Singleton
public class Retention {

    /** No host makes longer ids; longer ones are not looked up. */
    private static final int LONGEST_ID = 256;

    /** How long an answer may be on its way to Redis: a client can be at the next replica sooner. */
    private static final long SECOND_LOOK_MILLIS = 25;

    /** Bytes on their way to Redis; what does not fit is kept here only. */
    private static final long MOST_UNDERWAY = 16L << 20;

    private final Vertx vertx;
    private final SharedRedis redis;
    private final long largest;
    private final LocalResponses near;
    private final @Nullable RedisResponses shared;
    private final MeterRegistry meters;
    private final AtomicLong underway = new AtomicLong();
    private volatile boolean refused;

    @Inject
    Retention(Vertx vertx, ResponsesConfig config, SharedRedis redis, MeterRegistry meters) {
        this.vertx = vertx;
        this.redis = redis;
        this.largest = config.largest().asLongValue();
        this.near = new LocalResponses(config.size().asLongValue(), config.retention(), Ticker.systemTicker());
        this.shared = redis.isConfigured() ? new RedisResponses(redis, config.retention(), largest) : null;
        this.meters = meters;
    }

    /** Keeps an answer unless it is too large. Nobody waits for Redis. */
    public void keep(String tenant, String id, Kept answer) {
        if (answer.weight() > largest || id.length() > LONGEST_ID) {
            return;
        }
        near.keep(tenant, id, answer);
        RedisResponses others = shared;
        if (others != null) {
            // After what the event loop is at, which is sending the answer.
            vertx.runOnContext(sent -> share(others, tenant, id, answer));
        }
    }

    private void share(RedisResponses others, String tenant, String id, Kept answer) {
        int weight = answer.weight();
        if (underway.addAndGet(weight) > MOST_UNDERWAY) {
            underway.addAndGet(-weight);
            shared(false);
            return;
        }
        others.keep(tenant, id, answer).onComplete(stored -> {
            underway.addAndGet(-weight);
            // Its absence ends by itself; a refusal, as of one that is full, with the next that it takes.
            refused = stored.failed() && !(stored.cause() instanceof RedisAway);
            shared(stored.succeeded());
        });
    }

    private void shared(boolean stored) {
        meters.counter("sluice.gateway.responses.kept", "where", stored ? "redis" : "replica")
                .increment();
    }

    /** What is known of a response of this tenant. Never fails. */
    public Future<Lookup> find(String tenant, String id) {
        if (id.length() > LONGEST_ID) {
            return Future.succeededFuture(Lookup.Missing.MISSING);
        }
        Optional<Kept> own = near.own(tenant, id);
        RedisResponses others = shared;
        if (others == null) {
            return Future.succeededFuture(lookup(own));
        }
        if (own.isEmpty()) {
            return others.find(tenant, id)
                    .compose(found -> found.isPresent() ? Future.succeededFuture(found) : again(others, tenant, id))
                    .map(Retention::lookup)
                    .otherwise(Lookup.Unknown.UNKNOWN);
        }
        return others.isForgotten(tenant, id).otherwise(false).map(forgotten -> {
            if (forgotten) {
                near.forget(tenant, id);
            }
            return forgotten ? Lookup.Missing.MISSING : new Lookup.Found(own.get());
        });
    }

    private Future<Optional<Kept>> again(RedisResponses others, String tenant, String id) {
        return vertx.timer(SECOND_LOOK_MILLIS).compose(later -> others.find(tenant, id));
    }

    private static Lookup lookup(Optional<Kept> found) {
        return found.<Lookup>map(Lookup.Found::new).orElse(Lookup.Missing.MISSING);
    }

    /** Forgets an answer of this tenant; fails with {@link RedisAway}, or as Redis refused, when others may still have it. */
    public Future<Void> forget(String tenant, String id) {
        near.forget(tenant, id);
        return shared == null ? Future.succeededFuture() : shared.forget(tenant, id);
    }

    /** Where answers are kept, for the status page. */
    public String words() {
        if (shared == null) {
            return "in the memory of this replica";
        }
        return isDegraded()
                ? "AWAY: Redis; new ones are in the memory of this replica only"
                : "in Redis, for all replicas";
    }

    /** Whether other replicas cannot go on from what this one answers, though they should. */
    public boolean isDegraded() {
        return shared != null && (refused || redis.isAway());
    }
}
