package dev.sluice.gateway.limits;

import dev.sluice.gateway.redis.RedisLink;
import dev.sluice.kit.config.RedisConfig;
import dev.sluice.kit.ids.Ids;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;

/** Who counts, as configured. */
final class Tellers {

    private static final Duration SHORTEST_LEASE = Duration.ofSeconds(3);
    private static final long TIDY_MILLIS = 60_000;

    private Tellers() {}

    static Teller of(Vertx vertx, Clock clock, LimitsConfig config, RedisConfig redis) {
        if (config.lease().compareTo(SHORTEST_LEASE) < 0) {
            throw new IllegalStateException("sluice.gateway.limits.lease is " + config.lease()
                    + ": a lease shorter than 3 s ends while its replica lives");
        }
        return redis.limitsUrl()
                .or(redis::url)
                .map(url -> shared(vertx, clock, config, url))
                .orElseGet(() -> local(vertx, clock));
    }

    private static Teller local(Vertx vertx, Clock clock) {
        var store = new LocalStore(clock);
        vertx.setPeriodic(TIDY_MILLIS, id -> store.tidy());
        return new LocalTeller(store);
    }

    private static Teller shared(Vertx vertx, Clock clock, LimitsConfig config, String url) {
        String replica = Ids.next().toString();
        var link = new RedisLink(vertx, url);
        var store = new RedisStore(link, replica, config.lease(), () -> "");
        var heart = new Heartbeat(vertx, clock, link, store, replica, config.lease());
        var slices = new Slices();
        var owed = new Owed();
        var share = new Share(clock, config.slice(), () -> config.replicas().orElseGet(heart::replicas), slices, owed);
        var teller = new SharedTeller(vertx, clock, store, heart, config.deadline(), share, slices, owed);
        heart.start(teller, share);
        return teller;
    }
}
