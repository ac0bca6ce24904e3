package dev.sluice.gateway.idempotency;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** Names and answers of this process. Claims are as many as requests run; they die with it. */
final class LocalStore implements Store {

    private final ConcurrentMap<Name, Claim> running = new ConcurrentHashMap<>();
    private final Cache<Name, Kept> kept;

    LocalStore(long bytes, Duration retention, Ticker ticker) {
        this.kept = Caffeine.newBuilder()
                .maximumWeight(bytes)
                .<Name, Kept>weigher((name, answer) -> answer.weight())
                .expireAfterWrite(retention)
                .ticker(ticker)
                .executor(Runnable::run)
                .build();
    }

    @Override
    public Future<Found> claim(Name name, Claim claim) {
        Claim other = running.putIfAbsent(name, claim);
        if (other != null) {
            return Future.succeededFuture(new Found.Running(other.body()));
        }
        // An answer is there before its claim goes: whoever gets the claim sees the answer.
        Kept answer = kept.getIfPresent(name);
        if (answer == null) {
            return Future.succeededFuture(new Found.Nothing());
        }
        running.remove(name, claim);
        return Future.succeededFuture(new Found.Finished(answer));
    }

    @Override
    public Future<Void> keep(Name name, Claim claim, Kept answer) {
        if (claim.equals(running.get(name))) {
            kept.put(name, answer);
        }
        return free(name, claim);
    }

    @Override
    public Future<Void> free(Name name, Claim claim) {
        running.remove(name, claim);
        return Future.succeededFuture();
    }
}
