package dev.sluice.gateway.resilience;

import dev.sluice.gateway.errors.ApiError;
import dev.sluice.gateway.provider.Call;
import dev.sluice.gateway.provider.Reply;
import dev.sluice.gateway.resilience.Picker.Pick;
import dev.sluice.gateway.wire.Attempt;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.http.HttpClientResponse;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** One attempt of a {@link Walk}, and what its deployment's {@link Guard} is told of it, once. */
final class Try<T> implements Attempt.Watcher {

    private final Walk<T> walk;
    private final Pick pick;
    private final Call call;
    private final Attempt attempt;
    private final String key;

    private boolean told;
    private boolean drained;
    private boolean good;
    private boolean lost;
    private @Nullable Runnable instead;

    /** What an attempt is to its call. */
    enum Kind {
        /** The first of its deployment. */
        FIRST,
        /** The same deployment once more. */
        RETRY,
        /** Beside another one that is late. */
        HEDGE
    }

    Try(Walk<T> walk, Pick pick, Call call, Kind kind) {
        this.walk = walk;
        this.pick = pick;
        this.call = call;
        Guard guard = pick.guard();
        guard.inFlight.incrementAndGet();
        guard.counts.attempts.increment();
        if (kind == Kind.FIRST) {
            guard.budget.earn();
        }
        Patience.Wait wait = walk.house.patience.of(call.deployment(), walk.stream, walk.terms());
        this.key = IdempotencyKey.of(call, walk.flight, kind == Kind.HEDGE);
        this.attempt = walk.flight.attempt(wait.time(), wait.setting(), this);
    }

    void run() {
        walk.house.upstream.ask(attempt, call, key).compose(this::answered).onComplete(this::ended);
    }

    private Future<T> answered(HttpClientResponse response) {
        int status = response.statusCode();
        good = status < 300;
        if (Failure.isFailure(status)) {
            Failure failure = refused(status, response);
            if (yields(failure)) {
                drained = true;
                attempt.drain(response);
                return Future.failedFuture(failure.why());
            }
        }
        return walk.deliver.apply(new Reply(attempt, call, response));
    }

    private Failure refused(int status, HttpClientResponse response) {
        Duration after = RetryAfter.of(response.headers(), walk.house.clock).orElse(null);
        boolean hopeless = "false".equals(response.getHeader("x-should-retry"));
        if (after != null && !hopeless) {
            pick.guard().coolDown(after, status, walk.house.config.retry().coolDownAtMost());
        }
        ApiError why = ApiError.upstreamRefused(
                status,
                "The provider %s answered with status %d."
                        .formatted(call.deployment().provider().name(), status),
                after == null ? 1 : after.toSeconds());
        return new Failure(why, !hopeless, after);
    }

    @Override
    public void won(Attempt its) {
        walk.won(this);
        if (tell()) {
            if (good) {
                pick.guard().succeeded(pick.ticket(), walk.stream, attempt.waitedNanos());
            } else {
                pick.guard().refused(pick.ticket());
            }
        }
    }

    /** Another one was quicker. */
    void lose() {
        lost = true;
        // It was at least as slow as this; leaving it out would make the usual wait look shorter than it is.
        pick.guard().took(walk.stream, attempt.waitedNanos());
        forget();
        attempt.drop();
    }

    /** Whether it still waits for something worth showing. */
    boolean isWaiting() {
        return !told;
    }

    @Override
    public boolean yields(Attempt its, ApiError why) {
        return yields(Failure.of(why));
    }

    private boolean yields(Failure failure) {
        if (failure.isLate()) {
            pick.guard().took(walk.stream, attempt.waitedNanos());
        }
        if (failure.isOurs()) {
            forget();
        } else {
            tellFailed();
        }
        instead = walk.instead(failure, pick, this);
        return instead != null;
    }

    @Override
    public void broke(Attempt its) {
        pick.guard().broke(pick.ticket());
    }

    private void ended(AsyncResult<T> result) {
        pick.guard().inFlight.decrementAndGet();
        if (lost) {
            return;
        }
        if (result.succeeded()) {
            forget();
            walk.delivered(result.result());
            return;
        }
        Throwable cause = result.cause();
        ApiError reason = walk.flight.reason();
        if (attempt.isWon() || walk.flight.isAborted() || !(cause instanceof ApiError why)) {
            forget();
            walk.failed(attempt.isWon() || reason == null ? cause : reason);
            return;
        }
        if (!told) {
            yields(Failure.of(why));
        }
        if (!drained) {
            attempt.drop();
        }
        if (instead == null) {
            walk.failed(why);
        } else {
            instead.run();
        }
    }

    private void tellFailed() {
        if (tell()) {
            pick.guard().failed(pick.ticket());
        }
    }

    private void forget() {
        if (tell()) {
            pick.guard().leave(pick.ticket());
        }
    }

    /** True once. */
    private boolean tell() {
        boolean first = !told;
        told = true;
        return first;
    }
}
