package dev.sluice.gateway.shadow;

import dev.sluice.gateway.errors.ApiError;
import dev.sluice.gateway.provider.Ask;
import dev.sluice.gateway.provider.Deployment;
import dev.sluice.gateway.provider.Plan;
import dev.sluice.gateway.resilience.Dispatch;
import dev.sluice.gateway.usage.Account;
import dev.sluice.gateway.usage.Tally;
import dev.sluice.gateway.wire.Flight;
import dev.sluice.gateway.wire.Wire;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import jakarta.inject.Singleton;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;

/** Asks beside the real calls, when no client waits: a second deployment for comparison, or the model behind a stored answer. */
@Singleton
public class Shadows {

    private static final String BAD_GATEWAY = "upstream_error";

    private final Dispatch dispatch;
    private final Wire wire;
    private final Account account;
    private final Semaphore room;
    private final Counter sent;
    private final Counter dropped;

    Shadows(Dispatch dispatch, Wire wire, Account account, ShadowConfig config, MeterRegistry meters) {
        this.dispatch = dispatch;
        this.wire = wire;
        this.account = account;
        this.room = new Semaphore(config.maxInFlight());
        this.sent = Counter.builder("sluice.gateway.shadow.sent")
                .description("Calls made beside the real ones")
                .register(meters);
        this.dropped = Counter.builder("sluice.gateway.shadow.dropped")
                .description("Calls beside the real ones that were left out, since too many ran")
                .register(meters);
        meters.gauge("sluice.gateway.shadow.running", room, free -> config.maxInFlight() - free.availablePermits());
    }

    /**
     * Asks a deployment the same, with the given probability, once the event loop has nothing better to do. Never fails.
     *
     * @param rate 0 to 1
     * @param ask what the client asked, as a chat completion
     * @param client the client's sheet; the call gets one of its own
     */
    public void cast(Deployment to, double rate, Ask ask, Tally client) {
        if (rate < 1 && ThreadLocalRandom.current().nextDouble() >= rate) {
            return;
        }
        Plan plan = Plan.of("shadow:" + ask.plan().route(), to);
        Tally tally = client.beside();
        tally.note("shadow", "true");
        ask(ask.with(plan), tally);
    }

    /**
     * Asks along a plan, once the event loop has nothing better to do, and settles the sheet.
     *
     * @param ask what to ask, as a chat completion
     * @param tally the call's own sheet; it becomes an event, and nothing else
     * @return what was said, be it an error; fails with an {@link ApiError} when nothing was, or when too many such calls run
     */
    public Future<Said> ask(Ask ask, Tally tally) {
        if (!room.tryAcquire()) {
            dropped.increment();
            account.dismiss(tally);
            return Future.failedFuture(ApiError.unavailable(
                    "too_many_beside",
                    "Too many calls run beside the real ones (sluice.gateway.shadow.max-in-flight).",
                    1));
        }
        Deployment first = ask.plan().first();
        tally.routed(
                ask.plan().route(),
                first.provider().name(),
                first.model(),
                !first.provider().sibling());
        Promise<Said> said = Promise.promise();
        Context loop = Vertx.currentContext();
        if (loop == null) {
            send(ask, tally).onComplete(said);
        } else {
            loop.runOnContext(later -> send(ask, tally).onComplete(said));
        }
        return said.future();
    }

    private Future<Said> send(Ask ask, Tally tally) {
        sent.increment();
        Flight flight = wire.flight();
        return dispatch.send(flight, ask, reply -> {
                    Deployment who = reply.call().deployment();
                    tally.routed(
                            ask.plan().route(),
                            who.provider().name(),
                            who.model(),
                            !who.provider().sibling());
                    var answer = new Unseen(reply);
                    if (answer.isGood()) {
                        tally.reached(answer.answer());
                    }
                    return answer.read();
                })
                .map(read -> new Said(read.status(), read.error(), read.answer(), read.document()))
                .onComplete(done -> {
                    room.release();
                    tally.upstream(flight.attempts(), flight.waitedNanos());
                    flight.over();
                    if (done.succeeded()) {
                        tally.ended(done.result().status(), done.result().error());
                    } else if (done.cause() instanceof ApiError error) {
                        tally.ended(error.status(), error.kind());
                    } else {
                        tally.ended(502, BAD_GATEWAY);
                    }
                    account.settleBeside(tally);
                });
    }
}
