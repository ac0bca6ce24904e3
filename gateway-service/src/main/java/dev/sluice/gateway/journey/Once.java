package dev.sluice.gateway.journey;

import dev.sluice.gateway.OffLoop;
import dev.sluice.gateway.answer.Answer;
import dev.sluice.gateway.idempotency.Digest;
import dev.sluice.gateway.idempotency.Idempotency;
import dev.sluice.gateway.idempotency.Kept;
import dev.sluice.gateway.idempotency.Name;
import dev.sluice.gateway.idempotency.Recording;
import dev.sluice.gateway.idempotency.Turn;
import dev.sluice.gateway.idempotency.Verdict;
import dev.sluice.gateway.usage.Money;
import dev.sluice.gateway.wire.Delivery;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import jakarta.inject.Singleton;
import java.util.Objects;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** The place of {@code Idempotency-Key} in a journey: around all of it, so that what is given again passes none of it. */
@Singleton
class Once {

    /** A larger body is hashed off the event loop. */
    private static final int QUICK = 256 * 1024;

    private final Idempotency idempotency;

    Once(Idempotency idempotency) {
        this.idempotency = idempotency;
    }

    /** The same journey, made once for all requests with the same key. */
    BiFunction<Exchange, byte[], Future<Outcome>> around(BiFunction<Exchange, byte[], Future<Outcome>> journey) {
        return (x, body) -> x.headers().contains(Idempotency.KEY) ? once(x, body, journey) : journey.apply(x, body);
    }

    private Future<Outcome> once(Exchange x, byte[] body, BiFunction<Exchange, byte[], Future<Outcome>> journey) {
        Name name = Name.of(
                x.caller,
                Objects.requireNonNullElse(x.route.normalizedPath(), ""),
                x.headers().getAll(Idempotency.KEY));
        Future<String> digest =
                body.length <= QUICK ? Future.succeededFuture(Digest.of(body)) : OffLoop.call(() -> Digest.of(body));
        return digest.compose(hash -> {
            Turn turn = idempotency.turn(name, hash);
            return turn.ask().compose(verdict -> switch (verdict) {
                case Verdict.Refuse refuse -> Future.failedFuture(refuse.error());
                case Verdict.Replay replay -> Future.succeededFuture(replay(x, replay.kept()));
                case Verdict.Run run -> {
                    if (!run.guarded()) {
                        x.tally.degraded("idempotency");
                    }
                    yield run(x, turn, () -> journey.apply(x, body));
                }
            });
        });
    }

    private interface Run {
        Future<Outcome> start();
    }

    /** The client gets its end when the answer is kept: what it sends again after that is answered from there. */
    private Future<Outcome> run(Exchange x, Turn turn, Run run) {
        var recording = new Recording(x.client(), idempotency.largest());
        x.recordedBy(recording);
        Future<Outcome> ran = Future.<Void>succeededFuture().compose(go -> run.start());
        return ran.transform(done -> {
            Kept kept = done.succeeded() ? kept(x, turn, done.result(), recording) : null;
            return (kept == null ? turn.free() : turn.keep(kept)).transform(told -> ran);
        });
    }

    private @Nullable Kept kept(Exchange x, Turn turn, Outcome outcome, Recording recording) {
        Answer answer = outcome.answer();
        Buffer body = outcome.whole() == null ? recording.whole() : outcome.whole();
        if (outcome.how() != Delivery.COMPLETE
                || !Verdict.isFinal(outcome.status())
                || (answer != null && (answer.isError() || answer.isGarbled()))
                || body == null
                || body.length() > idempotency.largest()) {
            return null;
        }
        String type = x.client().headers().get("content-type");
        return new Kept(turn.body(), x.tally.model(), outcome.status(), Objects.requireNonNullElse(type, ""), body);
    }

    /** Nobody is asked and nothing is paid. */
    private static Outcome replay(Exchange x, Kept kept) {
        x.asked(kept.model(), kept.isEvents());
        x.tally.note("idempotency", "replayed");
        x.begin(kept.status(), HttpHeaders.headers());
        if (!kept.type().isEmpty()) {
            x.client().putHeader("content-type", kept.type());
        }
        x.client().putHeader(Idempotency.REPLAYED, "true").putHeader("x-sluice-cost", Money.usd(0));
        return new Outcome(kept.status(), Delivery.COMPLETE, kept.body(), null);
    }
}
