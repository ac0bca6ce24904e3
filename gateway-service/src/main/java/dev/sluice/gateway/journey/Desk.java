package dev.sluice.gateway.journey;

import dev.sluice.contracts.events.Event;
import dev.sluice.contracts.identity.Caller;
import dev.sluice.gateway.GatewayConfig;
import dev.sluice.gateway.auth.KeyAuth;
import dev.sluice.gateway.errors.ApiError;
import dev.sluice.gateway.errors.OpenAiErrors;
import dev.sluice.gateway.ingress.BodyReader;
import dev.sluice.gateway.usage.Account;
import dev.sluice.gateway.usage.Money;
import dev.sluice.gateway.wire.Delivery;
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

    private final KeyAuth auth;
    private final Wire wire;
    private final Account account;
    private final long largestBody;

    Desk(KeyAuth auth, Wire wire, Account account, GatewayConfig config) {
        this.auth = auth;
        this.wire = wire;
        this.account = account;
        this.largestBody = config.limits().body().asLongValue();
    }

    /** Lets a request in, reads its body, lets the journey go, and closes the books, whatever happened. */
    void serve(RoutingContext route, Event.Kind kind, BiFunction<Exchange, byte[], Future<Outcome>> journey) {
        Caller caller;
        try {
            caller = auth.caller(route.request());
        } catch (ApiError stranger) {
            OpenAiErrors.send(route, stranger);
            route.request().resume();
            return;
        }
        Exchange x = new Exchange(route, caller, kind, wire.flight());
        route.addEndHandler(end -> {
            if (end.failed()) {
                x.flight.clientGone();
                gone(x);
            }
        });
        BodyReader.read(route.request(), largestBody)
                .compose(body -> journey.apply(x, body))
                .onSuccess(outcome -> close(x, outcome))
                .onFailure(failure -> refuse(x, failure));
    }

    private void close(Exchange x, Outcome outcome) {
        if (outcome.how() == Delivery.CLIENT_GONE || x.flight.isClientGone()) {
            gone(x);
            return;
        }
        x.tally.ended(outcome.status(), outcome.error());
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
        x.tally.ended(GONE, "client_gone");
        over(x);
    }

    private void over(Exchange x) {
        x.flight.over();
        account.settle(x.route, x.tally);
    }
}
