package dev.sluice.gateway.idempotency;

import dev.sluice.gateway.peers.Breaker;
import io.quarkus.logging.Log;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;

/**
 * Redis with patience: a request does not wait for it longer than the deadline, and not at all while it is known to be
 * away. Renews the claims of what runs here.
 */
final class SharedStore implements Store {

    private static final int FAILURES_TO_OPEN = 3;
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final RedisStore store;
    private final long deadlineMillis;
    private final ConcurrentMap<Claim, Name> mine = new ConcurrentHashMap<>();
    private final Breaker breaker = new Breaker(FAILURES_TO_OPEN, PAUSE, PAUSE, System::nanoTime);

    SharedStore(Vertx vertx, RedisStore store, Duration deadline, Duration lease) {
        this.store = store;
        this.deadlineMillis = Math.max(1, deadline.toMillis());
        vertx.setPeriodic(
                Math.max(1, lease.toMillis() / 3), id -> mine.forEach((claim, name) -> store.renew(name, claim)));
    }

    @Override
    public Future<Found> claim(Name name, Claim claim) {
        mine.put(claim, name);
        return patiently(() -> store.claim(name, claim))
                .otherwise(away -> new Found.Unknown())
                .onSuccess(found -> {
                    if (found instanceof Found.Running || found instanceof Found.Finished) {
                        mine.remove(claim);
                    }
                });
    }

    @Override
    public Future<Void> keep(Name name, Claim claim, Kept kept) {
        mine.remove(claim);
        return patiently(() -> store.keep(name, claim, kept));
    }

    @Override
    public Future<Void> free(Name name, Claim claim) {
        mine.remove(claim);
        return patiently(() -> store.free(name, claim));
    }

    private interface Ask<T> {
        Future<T> now();
    }

    private <T> Future<T> patiently(Ask<T> ask) {
        if (!breaker.allows()) {
            return Future.failedFuture("Redis is left alone for a moment");
        }
        return ask.now()
                .timeout(deadlineMillis, TimeUnit.MILLISECONDS)
                .onSuccess(done -> breaker.succeeded())
                .onFailure(away -> {
                    boolean known = breaker.isOpen();
                    breaker.failed();
                    if (!known && breaker.isOpen()) {
                        Log.warn("idempotency: Redis does not answer; requests sent again may run twice until it does");
                    }
                });
    }
}
