package dev.sluice.gateway.journey;

import dev.sluice.contracts.events.Event;
import dev.sluice.contracts.identity.Caller;
import dev.sluice.gateway.usage.Tally;
import dev.sluice.gateway.wire.Flight;
import dev.sluice.gateway.wire.Headers;
import dev.sluice.kit.requests.RequestLog;
import io.opentelemetry.api.trace.Span;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** One request on its way through the house: who, what, and the sheet its costs are written on. */
final class Exchange {

    final RoutingContext route;
    final Caller caller;
    final String requestId;
    final Tally tally;
    final Flight flight;

    private String routeName = "";

    Exchange(RoutingContext route, Caller caller, Event.Kind kind, Flight flight) {
        this.route = route;
        this.caller = caller;
        this.requestId = RequestLog.idOf(route);
        this.flight = flight;
        this.tally = new Tally(
                caller,
                kind,
                new Event.Origin(
                        requestId, caller.keyId(), bounded(route.request().getHeader("x-sluice-session")), traceId()));
    }

    MultiMap headers() {
        return route.request().headers();
    }

    HttpServerResponse client() {
        return route.response();
    }

    void routed(String name) {
        routeName = name;
    }

    /** Sets status and headers of an answer; call it just before the first byte. */
    void begin(int status, MultiMap upstream) {
        tally.upstream(flight.attempts(), flight.waitedNanos());
        HttpServerResponse client = client();
        Headers.toClient(upstream, client.headers());
        if (requestId.equals(client.headers().get("x-upstream-request-id"))) {
            client.headers().remove("x-upstream-request-id");
        }
        client.setStatusCode(status);
        describe();
        tally.firstByte();
    }

    /** Says how the answer came about. */
    void describe() {
        MultiMap headers = client().headers();
        headers.set("x-cache", tally.outcome());
        if (!routeName.isEmpty()) {
            headers.set("x-sluice-route", routeName);
        }
        headers.set("x-sluice-attempts", Integer.toString(flight.attempts()));
        headers.set("x-sluice-overhead-ms", String.format(Locale.ROOT, "%.3f", tally.overheadNanos() / 1e6));
        if (!tally.degraded().isEmpty()) {
            headers.set("x-sluice-degraded", tally.degraded());
        }
    }

    private static @Nullable String bounded(@Nullable String session) {
        return session == null || session.length() <= 128 ? session : session.substring(0, 128);
    }

    private static @Nullable String traceId() {
        var context = Span.current().getSpanContext();
        return context.isValid() ? context.getTraceId() : null;
    }
}
