package dev.sluice.gateway.resilience;

import dev.sluice.gateway.GatewayConfig;
import dev.sluice.gateway.provider.Ask;
import dev.sluice.gateway.provider.Reply;
import dev.sluice.gateway.provider.Upstream;
import dev.sluice.gateway.wire.Flight;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;

/** Gets a request answered: by the first of its plan if all is well, by somebody else if that is possible. */
@Singleton
public class Dispatch {

    final Vertx vertx;
    final Upstream upstream;
    final Guards guards;
    final ResilienceConfig config;
    final Patience patience;
    final Hedging hedging;
    final Picker picker;
    final Backoff backoff;
    final Clock clock = Clock.systemUTC();

    Dispatch(Vertx vertx, Upstream upstream, Guards guards, ResilienceConfig config, GatewayConfig gateway) {
        this.vertx = vertx;
        this.upstream = upstream;
        this.guards = guards;
        this.config = config;
        this.patience = new Patience(config, gateway.timeouts());
        this.hedging = new Hedging(config.hedge());
        this.picker = new Picker(guards::of, () -> ThreadLocalRandom.current().nextDouble());
        this.backoff = new Backoff(
                config.retry().base(),
                config.retry().longest(),
                () -> ThreadLocalRandom.current().nextDouble());
    }

    /**
     * Asks along the plan until somebody's answer is delivered.
     *
     * @param deliver hands an answer to the client. It calls {@link dev.sluice.gateway.wire.Attempt#won} when the client
     *     gets to see something of it, and fails with an {@link dev.sluice.gateway.errors.ApiError} if it ends before that
     * @return what was delivered; fails with an {@link dev.sluice.gateway.errors.ApiError} if nothing was
     */
    public <T> Future<T> send(Flight flight, Ask ask, Function<Reply, Future<T>> deliver) {
        return new Walk<>(this, flight, ask, deliver).start();
    }
}
