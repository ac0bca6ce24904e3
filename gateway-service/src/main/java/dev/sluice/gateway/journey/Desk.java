package dev.sluice.gateway.journey;

import dev.sluice.contracts.events.Event;
import dev.sluice.gateway.GatewayConfig;
import dev.sluice.gateway.auth.Credential;
import dev.sluice.gateway.auth.KeyAuth;
import dev.sluice.gateway.edge.EdgeConfig;
import dev.sluice.gateway.errors.ApiError;
import dev.sluice.gateway.errors.OpenAiErrors;
import dev.sluice.gateway.ingress.BodyReader;
import dev.sluice.gateway.ingress.BodyRoom;
import dev.sluice.gateway.ingress.ContentCoding;
import dev.sluice.gateway.overload.Gate;
import dev.sluice.gateway.overload.Pass;
import dev.sluice.gateway.usage.Account;
import dev.sluice.gateway.usage.Money;
import dev.sluice.gateway.wire.Deadline;
import dev.sluice.gateway.wire.Delivery;
import dev.sluice.gateway.wire.Live;
import dev.sluice.gateway.wire.Wire;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClosedException;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.util.function.BiFunction;

/** Where each model call begins and ends: the caller is known from here on, and what happened is settled here once. */
@Singleton
class Desk {

    private static final int GONE = 499;
    private static final String CLIENT_GONE = "client_gone";

    private final Gate gate;
    private final KeyAuth auth;
    private final Wire wire;
    private final Live live;
    private final Comeback comeback;
    private final Account account;
    private final BodyRoom room;
    private final long largestBody;
    private final BodyReader.Pace pace;

    Desk(
            Gate gate,
            KeyAuth auth,
            Wire wire,
            Live live,
            Comeback comeback,
            Account account,
            BodyRoom room,
            GatewayConfig config,
            EdgeConfig edge) {
        this.gate = gate;
        this.auth = auth;
        this.wire = wire;
        this.live = live;
        this.comeback = comeback;
        this.account = account;
        this.room = room;
        this.largestBody = config.limits().body().asLongValue();
        this.pace = new BodyReader.Pace(edge.bodyPatience(), edge.bodyRate().asLongValue());
    }

    /** As {@link #serve(RoutingContext, Event.Kind, long, BiFunction)} with the limit of text. */
    void serve(RoutingContext route, Event.Kind kind, BiFunction<Exchange, byte[], Future<Outcome>> journey) {
        serve(route, kind, largestBody, journey);
    }

    /** Lets a request in, reads its body, lets the journey go, and closes the books, whatever happened. */
    void serve(
            RoutingContext route,
            Event.Kind kind,
            long largest,
            BiFunction<Exchange, byte[], Future<Outcome>> journey) {
        Pass pass;
        try {
            pass = gate.enter(route.request());
        } catch (ApiError shed) {
            turnAway(route, shed);
            return;
        }
        auth.prove(route)
                .compose(credential -> {
                    gate.known(pass, credential.caller().scopes());
                    admit(route, pass, credential, kind, largest, journey);
                    return Future.succeededFuture();
                })
                .onFailure(stranger -> {
                    pass.leave();
                    turnAway(route, OpenAiErrors.of(stranger));
                });
    }

    private static void turnAway(RoutingContext route, ApiError why) {
        OpenAiErrors.send(route, why);
        route.request().resume();
    }

    private void admit(
            RoutingContext route,
            Pass pass,
            Credential credential,
            Event.Kind kind,
            long largest,
            BiFunction<Exchange, byte[], Future<Outcome>> journey) {
        if (comeback.serve(route, credential)) {
            pass.leave();
            return;
        }
        Exchange x =
                new Exchange(live.open(route, credential.caller().tenant()), pass, credential, kind, wire.flight());
        x.route.addEndHandler(end -> {
            if (end.failed()) {
                x.flight.clientGone();
                gone(x);
            }
        });
        BodyReader.read(route.request(), largest, pace, room)
                .compose(sent -> {
                    x.hold(room, sent.length);
                    Deadline.of(x.headers()).ifPresent(time -> x.flight.within(time, Deadline.TIMEOUT));
                    return ContentCoding.decode(route.request().getHeader("content-encoding"), sent, largest);
                })
                .compose(body ->
                        x.unpacked(body.length) ? journey.apply(x, body) : Future.failedFuture(BodyRoom.noRoom()))
                .onSuccess(outcome -> close(x, outcome))
                .onFailure(failure -> refuse(x, failure));
    }

    private void close(Exchange x, Outcome outcome) {
        if (outcome.how() == Delivery.CLIENT_GONE || x.flight.isClientGone()) {
            gone(x);
            return;
        }
        if (x.route.isDetached()) {
            x.tally.ended(GONE, CLIENT_GONE);
        } else {
            x.tally.ended(outcome.status(), outcome.error());
        }
        Buffer whole = outcome.whole();
        var tokens = x.tally.told();
        if (whole != null && tokens != null) {
            Event.Money money = account.money(x.tally, tokens);
            x.client().putHeader("x-sluice-cost", Money.usd(money.costNano()));
            x.client().putHeader("x-sluice-saved", Money.usd(money.savedNano()));
        }
        over(x);
        if (x.client().closed()) {
            return;
        }
        if (whole == null) {
            x.client().end();
        } else {
            x.client().end(whole);
        }
    }

    private void refuse(Exchange x, Throwable failure) {
        if (x.flight.isClientGone() || failure instanceof HttpClosedException) {
            x.flight.clientGone();
            gone(x);
            return;
        }
        ApiError error = OpenAiErrors.of(failure);
        x.tally.upstream(x.flight.attempts(), x.flight.waitedNanos());
        x.tally.ended(error.status(), error.kind());
        x.describe();
        over(x);
        OpenAiErrors.send(x.route, error);
    }

    private void gone(Exchange x) {
        x.tally.upstream(x.flight.attempts(), x.flight.waitedNanos());
        x.tally.ended(GONE, CLIENT_GONE);
        over(x);
    }

    private void over(Exchange x) {
        x.flight.over();
        x.forgetBody();
        x.pass.leave();
        account.settle(x.route, x.tally);
    }
}
