package dev.sluice.gateway.resilience;

import dev.sluice.gateway.errors.ApiError;
import dev.sluice.gateway.provider.Ask;
import dev.sluice.gateway.provider.Call;
import dev.sluice.gateway.provider.Plan;
import dev.sluice.gateway.provider.Reply;
import dev.sluice.gateway.resilience.Picker.Pick;
import dev.sluice.gateway.wire.Flight;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One request on its way through its plan: attempt after attempt until one is won or nobody is left. Lives on the
 * request's event loop.
 */
final class Walk<T> {

    final Dispatch house;
    final Flight flight;
    final Function<Reply, Future<T>> deliver;

    private final Ask ask;
    private final Promise<T> done = Promise.promise();
    private final List<Guard> tried = new ArrayList<>(3);
    final boolean stream;

    private @Nullable Try<T> first;
    private @Nullable Try<T> second;
    private int retries;
    private boolean rested;
    private boolean queued;

    Walk(Dispatch house, Flight flight, Ask ask, Function<Reply, Future<T>> deliver) {
        this.house = house;
        this.flight = flight;
        this.ask = ask;
        this.deliver = deliver;
        this.stream = ask.request().stream();
        Duration total = terms().total();
        if (total != null) {
            flight.within(total, "timeouts.total of the route");
        }
        Duration stall = terms().stall();
        if (stall != null) {
            flight.stall(stall);
        }
    }

    /** How the plan wants to be carried out. */
    Plan.Terms terms() {
        return ask.plan().terms();
    }

    Future<T> start() {
        Pick pick = house.picker.next(ask.plan(), stream, tried);
        if (pick == null) {
            nobody();
        } else {
            go(pick, Try.Kind.FIRST, null);
        }
        return done.future();
    }

    /** @param before why the attempt before brought nothing */
    private void go(Pick pick, Try.Kind kind, @Nullable ApiError before) {
        if (flight.isAborted()) {
            pick.guard().leave(pick.ticket());
            done.tryFail(reason(before));
            return;
        }
        tried.add(pick.guard());
        Call call;
        try {
            call = ask.to(pick.deployment());
        } catch (ApiError cannot) {
            // It cannot be asked this; that is nobody's failure. Somebody after it may be.
            pick.guard().leave(pick.ticket());
            if (kind == Try.Kind.HEDGE) {
                return;
            }
            Pick other = house.picker.next(ask.plan(), stream, tried);
            if (other == null) {
                done.tryFail(before == null ? cannot : before);
            } else {
                go(other, Try.Kind.FIRST, before == null ? cannot : before);
            }
            return;
        }
        Try<T> one = new Try<>(this, pick, call, kind);
        if (kind == Try.Kind.HEDGE) {
            second = one;
        } else {
            if (first == null && house.hedging.isWanted(ask)) {
                hedge(pick, call.body().length());
            }
            first = one;
        }
        one.run();
    }

    /** Asks somebody beside the one who is late, once, if that is not too dear. */
    private void hedge(Pick late, long bytes) {
        house.hedging.earn(bytes);
        long after = house.hedging.after(late.guard(), stream);
        if (after == 0) {
            return;
        }
        house.vertx.setTimer(after, timer -> {
            Try<T> waits = first;
            if (flight.isAborted() || flight.attempts() != 1 || waits == null || !waits.isWaiting()) {
                return;
            }
            Pick other = house.picker.next(ask.plan(), stream, tried);
            if (other == null) {
                int ticket = late.guard().enter();
                other = ticket == Circuit.REFUSED ? null : new Pick(late.deployment(), late.guard(), ticket);
            }
            if (other != null && house.hedging.spend(bytes)) {
                other.guard().counts.hedges.increment();
                go(other, Try.Kind.HEDGE, null);
            } else if (other != null) {
                other.guard().leave(other.ticket());
            }
        });
    }

    /** The client gets to see this one's answer; another one that is still asked is let go. */
    void won(Try<T> winner) {
        Try<T> loser = other(winner);
        if (loser != null) {
            loser.lose();
        }
    }

    private @Nullable Try<T> other(Try<T> one) {
        Try<T> other = one == first ? second : first;
        return other != null && other.isWaiting() ? other : null;
    }

    /** What is done after a failure; decided once for each, since it takes tickets and budgets. Null if nothing can be. */
    @Nullable
    Runnable instead(Failure failure, Pick failed, Try<T> its) {
        if (other(its) != null) {
            return () -> {};
        }
        if (flight.isAborted() || flight.attempts() > house.config.extraAttempts()) {
            return null;
        }
        Pick other = house.picker.next(ask.plan(), stream, tried);
        if (other != null) {
            other.guard().counts.fallbacks.increment();
            return () -> go(other, Try.Kind.FIRST, failure.why());
        }
        return again(failure, failed);
    }

    /** The same one once more, later. */
    private @Nullable Runnable again(Failure failure, Pick failed) {
        Duration after = failure.after();
        if (!failure.sameAgain()
                || (after != null && after.compareTo(house.config.retry().waitAtMost()) > 0)
                || !failed.guard().circuit.admits()
                || !failed.guard().budget.spend()) {
            return null;
        }
        failed.guard().counts.retries.increment();
        long pause = house.backoff.millis(retries++) + (after == null ? 0 : after.toMillis());
        return () -> later(pause, () -> {
            int ticket = failed.guard().enter();
            if (ticket == Circuit.REFUSED) {
                done.tryFail(reason(failure.why()));
            } else {
                go(new Pick(failed.deployment(), failed.guard(), ticket), Try.Kind.RETRY, failure.why());
            }
        });
    }

    private void later(long millis, Runnable action) {
        if (millis <= 0) {
            action.run();
        } else {
            flight.onAbort(() -> done.tryFail(reason(null)));
            house.vertx.setTimer(millis, timer -> action.run());
        }
    }

    void delivered(T result) {
        done.tryComplete(result);
    }

    void failed(Throwable why) {
        done.tryFail(why);
    }

    /** Nobody of the plan may be asked now. */
    private void nobody() {
        var state = Obstacle.of(ask.plan(), house.guards::of);
        Duration pause = state.readyIn();
        if (state.full() != null && !queued) {
            queue(state.full());
        } else if (state.asked()
                && !rested
                && pause.compareTo(house.config.retry().waitAtMost()) <= 0) {
            rested = true;
            later(pause.toMillis() + 1, this::resume);
        } else {
            done.tryFail(state.error(ask.plan().route()));
        }
    }

    /** Waits for a place at a deployment that has all it can do, for a moment. */
    private void queue(Guard full) {
        queued = true;
        Context context = house.vertx.getOrCreateContext();
        Promise<Boolean> turn = Promise.promise();
        Runnable wakeUp = () -> context.runOnContext(woken -> turn.tryComplete(true));
        if (!full.line.join(wakeUp, full.limit.limit())) {
            done.tryFail(Obstacle.busy(ask.plan().route()));
            return;
        }
        long timer = house.vertx.setTimer(
                Math.max(1, house.config.limiter().queueFor().toMillis()), late -> {
                    if (full.line.leave(wakeUp)) {
                        turn.tryComplete(false);
                    }
                });
        flight.onAbort(() -> {
            if (full.line.leave(wakeUp)) {
                turn.tryComplete(false);
            }
        });
        if (!full.limit.isFull()) {
            full.line.next();
        }
        turn.future().onSuccess(free -> {
            house.vertx.cancelTimer(timer);
            if (free || flight.isAborted()) {
                resume();
            } else {
                done.tryFail(Obstacle.busy(ask.plan().route()));
            }
        });
    }

    private void resume() {
        if (flight.isAborted()) {
            done.tryFail(reason(null));
        } else {
            Future<T> ignored = start();
        }
    }

    private ApiError reason(@Nullable ApiError before) {
        ApiError why = flight.reason();
        if (why != null) {
            return why;
        }
        return before == null ? ApiError.upstreamFailed("cancelled", "The request was ended early.") : before;
    }
}
