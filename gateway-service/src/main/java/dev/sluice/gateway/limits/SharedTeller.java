package dev.sluice.gateway.limits;

import dev.sluice.gateway.peers.Breaker;
import io.quarkus.logging.Log;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * All replicas count together in Redis; while it is away or slow, each counts its share. A replica that has heard
 * nothing asks again every second.
 */
final class SharedTeller implements Teller {

    private static final int FAILURES_TO_OPEN = 5;
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final Duration PAUSE_WHEN_LATE = Duration.ofMillis(250);
    private static final Duration SETTLE_WITHIN = Duration.ofSeconds(2);
    private static final long HERE = 0;

    private final Vertx vertx;
    private final Clock clock;
    private final RedisStore store;
    private final Heartbeat heart;
    private final long deadlineMillis;
    private final Share share;
    private final Slices slices;
    private final Owed owed;
    private final Unsettled unsettled;
    private final Breaker breaker = new Breaker(FAILURES_TO_OPEN, PAUSE, PAUSE_WHEN_LATE, System::nanoTime);
    private final AtomicLong awaySince = new AtomicLong(HERE);

    SharedTeller(
            Vertx vertx,
            Clock clock,
            RedisStore store,
            Heartbeat heart,
            Duration deadline,
            Share share,
            Slices slices,
            Owed owed) {
        this.vertx = vertx;
        this.clock = clock;
        this.store = store;
        this.heart = heart;
        this.deadlineMillis = Math.max(1, deadline.toMillis());
        this.share = share;
        this.slices = slices;
        this.owed = owed;
        this.unsettled = new Unsettled(store);
    }

    @Override
    public Future<Taken> take(Claim claim) {
        if (!breaker.allows()) {
            return Future.succeededFuture(share.take(claim, away()));
        }
        heart.serves(claim.tenant());
        Promise<Taken> answer = Promise.promise();
        Future<Verdict> asked = store.admit(claim);
        long start = System.nanoTime();
        long timer = vertx.setTimer(deadlineMillis, id -> tooLate(claim, asked, answer, start));
        asked.onComplete(told -> {
            vertx.cancelTimer(timer);
            if (told.failed()) {
                failed(claim, answer);
            } else if (!answer.future().isComplete()) {
                heard();
                slices.saw(claim.lines(), told.result().standings());
                answer.complete(new Taken(told.result(), claim, new SharedHolder(claim), Mode.EXACT));
            }
        });
        return answer.future();
    }

    /** Where it was this process that was held up, the answer may be there already: it gets a second look. */
    private void tooLate(Claim claim, Future<Verdict> asked, Promise<Taken> answer, long start) {
        long waited = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
        if (waited > 2 * deadlineMillis) {
            vertx.setTimer(1, id -> giveUp(claim, asked, answer));
        } else {
            giveUp(claim, asked, answer);
        }
    }

    private void giveUp(Claim claim, Future<Verdict> asked, Promise<Taken> answer) {
        if (answer.future().isComplete()) {
            return;
        }
        Taken taken = failed(claim, answer);
        asked.onSuccess(verdict -> {
            breaker.late();
            if (verdict instanceof Verdict.Granted) {
                late(taken, new SharedHolder(claim));
            }
        });
    }

    private static void late(Taken taken, SharedHolder shared) {
        if (taken.verdict() instanceof Verdict.Granted && taken.holder() instanceof MovableHolder own) {
            own.moveTo(shared);
        } else {
            shared.settle(Actual.NOTHING);
        }
    }

    private Taken failed(Claim claim, Promise<Taken> answer) {
        breaker.failed();
        Taken taken = share.take(claim, away());
        answer.tryComplete(taken);
        return taken;
    }

    /** When Redis was first missed. */
    private long away() {
        if (awaySince.compareAndSet(HERE, clock.millis())) {
            Log.warn("limits: Redis does not answer; this replica counts its own share until it does");
        }
        return awaySince.get();
    }

    /** Redis answered. */
    void heard() {
        breaker.succeeded();
        if (awaySince.get() != HERE && awaySince.getAndSet(HERE) != HERE) {
            Log.info("limits: Redis answers again; all replicas count together");
        }
        catchUp();
    }

    /** Redis did not answer, though nobody waited for it. */
    void missed() {
        away();
    }

    /** Tells Redis what it has missed. */
    private void catchUp() {
        if (unsettled.size() > 0) {
            unsettled.tell();
        }
        if (!owed.isEmpty()) {
            owed.pay((tenant, lines) -> store.charge(tenant, lines).onFailure(lost -> owed.again(tenant, lines)));
        }
    }

    @Override
    public Future<List<Standing>> look(String tenant, List<Line> lines) {
        return store.look(tenant, lines).timeout(SETTLE_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public JsonObject describe() {
        return new JsonObject()
                .put("store", "redis")
                .put("state", isDegraded() ? "AWAY: this replica counts its own share" : "UP")
                .put("unsettled", unsettled.size());
    }

    @Override
    public boolean isDegraded() {
        return awaySince.get() != HERE;
    }

    /** A reservation in Redis. */
    private final class SharedHolder implements Reservation.Holder {

        private final Claim claim;

        SharedHolder(Claim claim) {
            this.claim = claim;
        }

        /** Unheard means yes for soft limits, and for hard budgets as long as they are served from slices. */
        @Override
        public Future<Boolean> topUp(long tokens, long nano) {
            return store.topUp(claim.tenant(), claim.id(), tokens, nano)
                    .timeout(SETTLE_WITHIN.toMillis(), TimeUnit.MILLISECONDS)
                    .otherwise(away -> !isHard() || share.isSliced(away()));
        }

        private boolean isHard() {
            return claim.lines().stream().anyMatch(line -> line.rule().hard());
        }

        @Override
        public void settle(Actual actual) {
            if (breaker.isOpen()) {
                unsettled.add(claim.tenant(), claim.id(), actual);
                return;
            }
            store.settle(claim.tenant(), claim.id(), actual)
                    .timeout(SETTLE_WITHIN.toMillis(), TimeUnit.MILLISECONDS)
                    .onFailure(missed -> unsettled.add(claim.tenant(), claim.id(), actual));
        }
    }
}
