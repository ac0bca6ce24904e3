package dev.sluice.gateway.journey;

import dev.sluice.gateway.answer.Documents;
import dev.sluice.gateway.errors.ApiError;
import dev.sluice.gateway.ingress.ChatRequest;
import dev.sluice.gateway.joining.Following;
import dev.sluice.gateway.joining.Joining;
import dev.sluice.gateway.joining.Joint;
import dev.sluice.gateway.joining.Leader;
import dev.sluice.gateway.joining.Seat;
import dev.sluice.gateway.recall.Found;
import dev.sluice.gateway.recall.Inquiry;
import dev.sluice.gateway.recall.Recall;
import dev.sluice.gateway.wire.Delivery;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import jakarta.inject.Singleton;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The place of equal calls in a journey: one of them is made, the others get its answer, from the beginning. When it brings
 * nothing, one of the others is made instead.
 */
@Singleton
class Together {

    /** So many calls may bring nothing to those who followed them; then they ask by themselves. */
    private static final int MOST_FAILURES = 3;

    private final Joining joining;
    private final Recall recall;
    private final Tollgate tollgate;

    Together(Joining joining, Recall recall, Tollgate tollgate) {
        this.joining = joining;
        this.recall = recall;
        this.tollgate = tollgate;
    }

    /**
     * What a call brought.
     *
     * @param chat the answer as a chat completion document; absent where it cannot be said as one
     */
    record Told(Outcome outcome, @Nullable Buffer chat) {}

    /** Whether an equal call is under way in this replica, whose answer will do. */
    boolean isUnderWay(Inquiry inquiry) {
        return joining.isOn() && joining.isUnderWay(inquiry.caller().tenant(), inquiry.key());
    }

    /**
     * Gets a request answered by a call of its own, or by an equal one.
     *
     * @param alone makes the call
     */
    Future<Outcome> ask(Exchange x, ChatRequest asked, Recall.Nothing nothing, Supplier<Future<Told>> alone) {
        return ask(x, asked, nothing, alone, 0);
    }

    private Future<Outcome> ask(
            Exchange x, ChatRequest asked, Recall.Nothing nothing, Supplier<Future<Told>> alone, int failures) {
        Inquiry inquiry = nothing.inquiry();
        if (inquiry == null || !joining.isOn() || failures >= MOST_FAILURES) {
            return alone(x, alone);
        }
        return joining.take(x.caller.tenant(), inquiry.key(), nothing.lookup()).compose(seat -> switch (seat) {
            case Seat.Alone no -> alone(x, alone);
            case Seat.Lead(Leader leader) -> lead(x, asked, nothing, inquiry, alone, leader);
            case Seat.Follow(Joint joint) -> {
                Following following = follow(x, asked, joint);
                yield following.start().compose(end -> ended(x, asked, nothing, alone, failures, following, end));
            }
        });
    }

    private Future<Outcome> alone(Exchange x, Supplier<Future<Told>> alone) {
        return tollgate.passAgain(x, () -> alone.get().map(Told::outcome));
    }

    private Future<Outcome> lead(
            Exchange x,
            ChatRequest asked,
            Recall.Nothing nothing,
            Inquiry inquiry,
            Supplier<Future<Told>> alone,
            Leader leader) {
        Found meanwhile = nothing.lookup() ? recall.near(inquiry) : null;
        if (meanwhile != null || x.flight.isAborted()) {
            leader.failed();
            ApiError why = x.flight.reason();
            return meanwhile != null
                    ? Future.succeededFuture(Stored.replay(x, asked, meanwhile))
                    : why != null ? Future.failedFuture(why) : Future.succeededFuture(gone());
        }
        x.leads(leader, asked.options().includeUsage());
        return Future.<Void>succeededFuture()
                .compose(go -> tollgate.passAgain(
                        x,
                        () -> alone.get().compose(told -> {
                            Outcome outcome = told.outcome();
                            boolean good = outcome.status() == 200
                                    && outcome.how() == Delivery.COMPLETE
                                    && outcome.error() == null;
                            return (good ? leader.succeeded(told.chat()) : leader.failed()).map(outcome);
                        })))
                .onFailure(failure -> leader.failed());
    }

    private static Following follow(Exchange x, ChatRequest asked, Joint joint) {
        x.giveBack();
        x.tally.cache("JOINED", "joined", null);
        long since = System.nanoTime();
        var wish = new Following.Wish(asked.stream(), asked.options().includeUsage(), Together::usage);
        var following = new Following(
                joint,
                wish,
                x.client(),
                () -> {
                    x.waitedForOthers(System.nanoTime() - since);
                    x.client().setChunked(true);
                    x.begin(200, HttpHeaders.headers());
                    x.client()
                            .putHeader("content-type", "text/event-stream; charset=utf-8")
                            .putHeader("cache-control", "no-cache");
                },
                x::lastWords);
        x.flight.onAbort(following::stop);
        return following;
    }

    private static byte[] usage(Buffer chat) {
        return Documents.usage(Stored.read(chat));
    }

    private Future<Outcome> ended(
            Exchange x,
            ChatRequest asked,
            Recall.Nothing nothing,
            Supplier<Future<Told>> alone,
            int failures,
            Following following,
            Following.End end) {
        return switch (end) {
            case Following.End.Whole(Buffer chat) -> Future.succeededFuture(Stored.replay(x, asked, chat));
            case Following.End.Sent(Buffer chat) -> {
                if (chat != null) {
                    x.tally.recalled(Stored.read(chat));
                }
                yield Future.succeededFuture(new Outcome(200, Delivery.COMPLETE, null, null));
            }
            case Following.End.Broken broken -> Future.succeededFuture(new Outcome(200, Delivery.CUT, null, null));
            case Following.End.Again again -> ask(x, asked, nothing, alone, failures + 1);
            case Following.End.Unfit unfit -> alone(x, alone);
            case Following.End.Stopped stopped -> stopped(x, following);
        };
    }

    private static Future<Outcome> stopped(Exchange x, Following following) {
        ApiError why = x.flight.reason();
        if (why == null) {
            return Future.succeededFuture(gone());
        }
        if (!following.hasBegun()) {
            return Future.failedFuture(why);
        }
        x.client().write(Buffer.buffer(x.lastWords(why)));
        return Future.succeededFuture(new Outcome(200, Delivery.TIMEOUT, null, null));
    }

    private static Outcome gone() {
        return new Outcome(499, Delivery.CLIENT_GONE, null, null);
    }
}
