package dev.sluice.worker.leases;

import io.quarkus.logging.Log;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Redis leases, and local ones while Redis is away. Meanwhile wake-ups still reach one worker each, by their consumer
 * group, but a missing lease proves nothing: nobody takes over until Redis has been back for a grace, in which holders
 * put their leases back. A store that just failed is not asked again for a moment, so that an outage costs one deadline
 * and not one a task.
 */
final class FallbackLeases implements Leases {

    private static final Duration REST = Duration.ofMillis(500);

    private final RedisLeases redis;
    private final LocalLeases local;
    private final Clock clock;
    private final Duration grace;
    private volatile @Nullable Instant failedAt;
    private volatile boolean away;

    FallbackLeases(RedisLeases redis, LocalLeases local, Clock clock, Duration grace) {
        this.redis = redis;
        this.local = local;
        this.clock = clock;
        this.grace = grace;
    }

    @Override
    public Optional<Lease> claim(Name name, long fence) {
        return ask(() -> redis.claim(name, fence), () -> local.claim(name, fence));
    }

    @Override
    public Renewal renew(Lease lease) {
        return ask(() -> redis.renew(lease, !settled()), () -> Renewal.KEPT);
    }

    @Override
    public void release(Lease lease) {
        local.release(lease);
        ask(
                () -> {
                    redis.release(lease);
                    return true;
                },
                () -> false);
    }

    @Override
    public void askCancel(Name name) {
        ask(
                () -> {
                    redis.askCancel(name);
                    return true;
                },
                () -> {
                    local.askCancel(name);
                    return false;
                });
    }

    @Override
    public boolean isFree(Name name) {
        return ask(() -> redis.isFree(name), () -> false) && local.isFree(name);
    }

    @Override
    public boolean canTakeOver() {
        return !away && settled();
    }

    @Override
    public boolean isOurs(String token) {
        return redis.isOurs(token);
    }

    @Override
    public Duration grace() {
        return grace;
    }

    @Override
    public Duration period() {
        return redis.period();
    }

    @Override
    public String kind() {
        return away ? "redis-away" : "redis";
    }

    private boolean settled() {
        Instant failed = failedAt;
        return failed == null || clock.instant().isAfter(failed.plus(grace));
    }

    private <T> T ask(Supplier<T> shared, Supplier<T> standIn) {
        Instant failed = failedAt;
        if (away && failed != null && clock.instant().isBefore(failed.plus(REST))) {
            return standIn.get();
        }
        try {
            T answer = shared.get();
            if (away) {
                away = false;
                Log.info("Redis is back: leases are shared again");
            }
            return answer;
        } catch (StoreAway e) {
            failedAt = clock.instant();
            if (!away) {
                away = true;
                Log.warnf(
                        "Redis is away (%s): leases are local, nothing is taken over until it is back", e.getMessage());
            }
            return standIn.get();
        }
    }
}
