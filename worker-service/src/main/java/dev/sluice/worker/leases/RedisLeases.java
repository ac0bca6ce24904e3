package dev.sluice.worker.leases;

import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Leases shared by all workers through Redis: a hash per name with an expiry, changed by scripts so that each step is
 * atomic. Redis' clock decides when one ends. Every call has a deadline and throws {@link StoreAway} beyond it.
 */
final class RedisLeases implements Leases {

    private static final String CLAIM = """
            if redis.call('EXISTS', KEYS[1]) == 1 then return 0 end
            redis.call('HSET', KEYS[1], 'token', ARGV[1])
            redis.call('PEXPIRE', KEYS[1], ARGV[2])
            return 1
            """;

    /** A lease that vanished before its end was wiped, not lost: its holder may put it back unless it was taken. */
    private static final String RENEW = """
            local token = redis.call('HGET', KEYS[1], 'token')
            if token == ARGV[1] then
              redis.call('PEXPIRE', KEYS[1], ARGV[2])
              if redis.call('HGET', KEYS[1], 'cancel') then return 2 end
              return 1
            end
            if token or ARGV[3] == '0' then return 0 end
            redis.call('HSET', KEYS[1], 'token', ARGV[1])
            redis.call('PEXPIRE', KEYS[1], ARGV[2])
            return 1
            """;

    private static final String RELEASE = """
            if redis.call('HGET', KEYS[1], 'token') == ARGV[1] then return redis.call('DEL', KEYS[1]) end
            return 0
            """;

    private static final String CANCEL = """
            if redis.call('EXISTS', KEYS[1]) == 1 then redis.call('HSET', KEYS[1], 'cancel', '1') end
            return 1
            """;

    private static final String FREE = "return redis.call('EXISTS', KEYS[1])";

    private final Redis redis;
    private final Clock clock;
    private final Duration period;
    private final Duration deadline;
    private final String owner;

    RedisLeases(Redis redis, Clock clock, Duration period, Duration deadline, String owner) {
        this.redis = redis;
        this.clock = clock;
        this.period = period;
        this.deadline = deadline;
        this.owner = owner;
    }

    @Override
    public Optional<Lease> claim(Name name, long fence) {
        var lease = new Lease(name, Tokens.of(fence, owner), clock.instant().plus(period));
        return run(CLAIM, name, lease.token(), millis()) == 1 ? Optional.of(lease) : Optional.empty();
    }

    @Override
    public Renewal renew(Lease lease) {
        return renew(lease, false);
    }

    /**
     * As {@link #renew(Lease)}.
     *
     * @param outage whether the store was away since the last renewal, so that the lease may have ended unrenewed
     */
    Renewal renew(Lease lease, boolean outage) {
        boolean mayPutBack = outage || clock.instant().isBefore(lease.until());
        return switch ((int) run(RENEW, lease.name(), lease.token(), millis(), mayPutBack ? "1" : "0")) {
            case 1 -> Renewal.KEPT;
            case 2 -> Renewal.CANCEL_ASKED;
            default -> Renewal.LOST;
        };
    }

    @Override
    public void release(Lease lease) {
        run(RELEASE, lease.name(), lease.token());
    }

    @Override
    public void askCancel(Name name) {
        run(CANCEL, name);
    }

    @Override
    public boolean isFree(Name name) {
        return run(FREE, name) == 0;
    }

    @Override
    public boolean isOurs(String token) {
        return Tokens.isOf(token, owner);
    }

    @Override
    public Duration period() {
        return period;
    }

    @Override
    public String kind() {
        return "redis";
    }

    private String millis() {
        return Long.toString(period.toMillis());
    }

    private long run(String script, Name name, String... arguments) {
        Request eval =
                Request.cmd(Command.EVAL).arg(script).arg(1).arg("sluice:{" + name.tenant() + "}:lease:" + name.id());
        List.of(arguments).forEach(eval::arg);
        try {
            Response answer = redis.send(eval)
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(deadline.toMillis(), TimeUnit.MILLISECONDS);
            Long number = answer == null ? null : answer.toLong();
            if (number == null) {
                throw new StoreAway("Redis answered a lease script without a number", new IllegalStateException());
            }
            return number;
        } catch (ExecutionException | TimeoutException e) {
            throw new StoreAway("Redis did not serve a lease within " + deadline, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreAway("interrupted while waiting for Redis", e);
        }
    }
}
