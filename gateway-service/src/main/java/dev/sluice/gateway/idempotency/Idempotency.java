package dev.sluice.gateway.idempotency;

import com.github.benmanes.caffeine.cache.Ticker;
import dev.sluice.gateway.redis.RedisLink;
import dev.sluice.kit.config.RedisConfig;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Vertx;
import jakarta.inject.Singleton;
import java.time.Duration;

/** Requests with an {@code Idempotency-Key}: in Redis if there is one, else in this process. */
@Singleton
public class Idempotency {

    /** The header of requests. */
    public static final String KEY = "idempotency-key";

    /** The header of answers that are given again. */
    public static final String REPLAYED = "idempotency-replayed";

    private static final Duration SHORTEST_LEASE = Duration.ofSeconds(3);

    private final Store store;
    private final Counts counts;
    private final int largest;

    Idempotency(Vertx vertx, IdempotencyConfig config, RedisConfig redis, MeterRegistry meters) {
        if (config.lease().compareTo(SHORTEST_LEASE) < 0) {
            throw new IllegalStateException("sluice.gateway.idempotency.lease is " + config.lease()
                    + ": a lease shorter than 3 s ends while its request runs");
        }
        this.largest = Math.toIntExact(config.largest().asLongValue());
        this.counts = new Counts(meters);
        this.store = redis.url()
                .<Store>map(url -> new SharedStore(
                        vertx,
                        new RedisStore(new RedisLink(vertx, url), config.lease(), config.retention()),
                        config.deadline(),
                        config.lease()))
                .orElseGet(
                        () -> new LocalStore(config.size().asLongValue(), config.retention(), Ticker.systemTicker()));
    }

    /**
     * A request's turn, to be asked for.
     *
     * @param body digest of its body
     */
    public Turn turn(Name name, String body) {
        return new Turn(store, counts, name, body);
    }

    /** Bytes of the largest answer that is kept. */
    public int largest() {
        return largest;
    }
}
