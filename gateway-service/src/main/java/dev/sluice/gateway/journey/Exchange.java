package dev.sluice.gateway.journey;

import dev.sluice.contracts.events.Event;
import dev.sluice.contracts.identity.Caller;
import dev.sluice.gateway.answer.Answer;
import dev.sluice.gateway.auth.Credential;
import dev.sluice.gateway.errors.ApiError;
import dev.sluice.gateway.errors.Speech;
import dev.sluice.gateway.experiments.Drawn;
import dev.sluice.gateway.ingress.BodyRoom;
import dev.sluice.gateway.joining.Leader;
import dev.sluice.gateway.limits.Demand;
import dev.sluice.gateway.limits.Reservation;
import dev.sluice.gateway.overload.Pass;
import dev.sluice.gateway.policy.Policy;
import dev.sluice.gateway.provider.Deployment;
import dev.sluice.gateway.responses.Frame;
import dev.sluice.gateway.routing.Printable;
import dev.sluice.gateway.routing.Routed;
import dev.sluice.gateway.usage.Tally;
import dev.sluice.gateway.wire.Flight;
import dev.sluice.gateway.wire.Headers;
import dev.sluice.gateway.wire.LiveRoute;
import dev.sluice.kit.requests.RequestLog;
import io.opentelemetry.api.trace.Span;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpServerResponse;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** One request on its way through the house: who, what, and the sheet its costs are written on. */
final class Exchange {

    /** The headers of a request that decide, beside its body, which answer it may get. */
    private static final String VARY =
            "authorization, cache-control, x-sluice-cache, x-sluice-optimize, x-sluice-session, x-sluice-tags";

    final LiveRoute route;
    final Pass pass;
    final Credential credential;
    final Caller caller;
    final String requestId;
    final Speech speech;

    @Nullable
    Frame frame;

    List<String> dropped = List.of();

    final Tally tally;
    final Flight flight;

    private Routed.@Nullable Served routed;
    private Drawn drawn = Drawn.NONE;
    private @Nullable Drawn before;
    private @Nullable String template;
    private @Nullable Deployment answering;
    private @Nullable BodyRoom bodyRoom;
    private long bodyBytes;
    private @Nullable Reservation reservation;
    private @Nullable Growth growth;
    private @Nullable HttpServerResponse recorded;
    private @Nullable Demand demand;
    private @Nullable Leader leader;
    private boolean gaveBack;
    private long waitedForOthers;

    Exchange(LiveRoute route, Pass pass, Credential credential, Event.Kind kind, Flight flight) {
        this.route = route;
        this.pass = pass;
        pass.carries(flight);
        this.credential = credential;
        this.caller = credential.caller();
        this.requestId = RequestLog.idOf(route);
        this.speech = Speech.of(route);
        this.flight = flight;
        this.tally = new Tally(
                caller,
                kind,
                new Event.Origin(
                        requestId, caller.keyId(), bounded(route.request().getHeader("x-sluice-session")), traceId()));
    }

    /** The room that the body has taken, until the call is over. */
    void hold(BodyRoom room, long bytes) {
        bodyRoom = room;
        bodyBytes = bytes;
    }

    /** Takes more room where the body was sent compressed; false if there is none. */
    boolean unpacked(long bytes) {
        long more = bytes - bodyBytes;
        if (more <= 0) {
            return true;
        }
        if (bodyRoom == null || !bodyRoom.tryTake(more)) {
            return false;
        }
        bodyBytes = bytes;
        return true;
    }

    void forgetBody() {
        if (bodyRoom != null) {
            bodyRoom.give(bodyBytes);
            bodyRoom = null;
        }
    }

    MultiMap headers() {
        return route.request().headers();
    }

    /** What is written to the client passes here. */
    void recordedBy(HttpServerResponse recording) {
        recorded = recording;
    }

    HttpServerResponse client() {
        return recorded == null ? route.response() : recorded;
    }

    /** What is asked for is known: a client that waits for a stream is kept company from here on. */
    void asked(String model, boolean stream) {
        tally.asked(model, stream);
        route.asked(stream);
    }

    /** Whom the route means to ask, and what it wants beside. */
    void routed(Routed.Served served) {
        routed = drawn.isAny() ? served.with(drawn.over(served.wishes().policy())) : served;
        served.notes().forEach(tally::note);
    }

    /** The experiments the call takes part in; comes before the route, and is told by event and header. */
    void drawn(Drawn variants) {
        drawn = variants;
        variants.tell(tally::note);
    }

    /** What was drawn before the route was looked for, since the prompt depends on it. */
    void drawFrom(Drawn variants) {
        before = variants;
    }

    /** What was drawn before the route was looked for; null if nothing was. */
    @Nullable
    Drawn drawnBefore() {
        return before;
    }

    /** The template that was filled and its version, as {@code brief@2}; told by event and header. */
    void template(String filled) {
        template = filled;
        tally.note("template", filled);
    }

    /** What the route wants of cache and optimiser. */
    Policy policy() {
        return routed == null ? Policy.NONE : routed.wishes().policy();
    }

    /** The name of the route; null while that is open. */
    @Nullable
    String routeName() {
        return routed == null ? null : routed.plan().route();
    }

    /** Who is asked beside; null if nobody. */
    Routed.@Nullable Shadow shadow() {
        return routed == null ? null : routed.wishes().shadow();
    }

    /** Who answers, or is meant to; null while that is open. */
    @Nullable
    Deployment answering() {
        return answering;
    }

    /** Who serves it: the first of the plan, until another one answers. */
    void answering(Deployment deployment) {
        answering = deployment;
        tally.routed(
                routed == null ? deployment.qualified() : routed.plan().route(),
                deployment.provider().name(),
                deployment.model(),
                !deployment.provider().sibling());
    }

    /** The call's share of what its credential may use is reserved. */
    void admitted(Reservation share, Growth paid) {
        reservation = share;
        growth = paid;
        if (share.isDegraded()) {
            tally.degraded("limits");
        }
    }

    /** What the call's share is, in case it has to be asked for once more. */
    void demands(Demand share) {
        demand = share;
    }

    /** Another call brings the answer: of its share this one needs nothing but to be counted. */
    void giveBack() {
        if (reservation != null && !gaveBack) {
            gaveBack = true;
            reservation.settle(0, 0);
        }
    }

    /** What was given back and is needed after all; null if nothing was. */
    @Nullable
    Demand givenBack() {
        Demand share = gaveBack ? demand : null;
        gaveBack = false;
        return share;
    }

    /** The answer is for others too, who follow it. */
    void leads(Leader of, boolean usage) {
        leader = of;
        route.neededBy(of::isNeeded);
        recordedBy(of.leads(client(), usage, error -> speech.event(error, requestId), route::neededNoMore));
        flight.onAbort(() -> {
            if (flight.isClientGone()) {
                of.gone();
            }
        });
    }

    /** The event that tells the client why its stream cannot go on. */
    byte[] lastWords(ApiError why) {
        if (leader != null) {
            leader.cut();
        }
        return speech.event(why, requestId);
    }

    /** So long it waited for what another call brought. */
    void waitedForOthers(long nanos) {
        waitedForOthers = nanos;
    }

    /** More of the answer is there. */
    void progress(Answer answer) {
        if (growth != null) {
            growth.saw(answer, this);
        }
    }

    /** Sets status and headers of an answer; call it just before the first byte. */
    void begin(int status, MultiMap upstream) {
        tally.upstream(flight.attempts(), flight.waitedNanos() + waitedForOthers);
        HttpServerResponse client = client();
        Headers.toClient(upstream, client.headers());
        if (requestId.equals(client.headers().get("x-upstream-request-id"))) {
            client.headers().remove("x-upstream-request-id");
        }
        client.setStatusCode(status);
        speech.describe(route);
        describe();
        tally.firstByte();
    }

    /** Says how the answer came about. */
    void describe() {
        MultiMap headers = client().headers();
        headers.set("x-cache", tally.outcome());
        if (!tally.outcome().equals("BYPASS")) {
            headers.set("vary", VARY);
        }
        if (routed != null) {
            headers.set("x-sluice-route", routed.label());
        }
        if (drawn.isAny()) {
            headers.set("x-sluice-experiment", drawn.label());
        }
        if (template != null) {
            headers.set("x-sluice-template", template);
        }
        if (flight.attempts() > 0 && answering != null) {
            headers.set("x-sluice-deployment", Printable.of(answering.qualified()));
        }
        headers.set("x-sluice-attempts", Integer.toString(flight.attempts()));
        headers.set("x-sluice-overhead-ms", String.format(Locale.ROOT, "%.3f", tally.overheadNanos() / 1e6));
        if (reservation != null) {
            reservation.describe(headers);
        }
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
