package dev.sluice.worker.leases;

import dev.sluice.kit.config.RedisConfig;
import dev.sluice.worker.identity.WorkerIdentity;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisOptions;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import java.time.Clock;
import java.time.Duration;

/** Chooses where leases live: Redis when its URL is set, else this process. */
@ApplicationScoped
class LeaseStore {

    @Produces
    @ApplicationScoped
    Clock clock() {
        return Clock.systemUTC();
    }

    @Produces
    @ApplicationScoped
    Leases leases(LeaseConfig config, RedisConfig redis, Vertx vertx, Clock clock, WorkerIdentity identity) {
        String owner = identity.id();
        Duration period = config.period();
        var local = new LocalLeases(clock, period, owner);
        if (redis.url().isEmpty()) {
            return local;
        }
        var options = new RedisOptions()
                .setConnectionString(redis.url().get())
                .setMaxPoolSize(8)
                .setMaxPoolWaiting(256);
        var shared = new RedisLeases(Redis.createClient(vertx, options), clock, period, config.deadline(), owner);
        // A holder whose lease was wiped puts it back at its next heartbeat: a missing one proves something after that.
        Duration grace = config.heartbeat().plusMillis(500);
        return new FallbackLeases(shared, local, clock, grace);
    }
}
