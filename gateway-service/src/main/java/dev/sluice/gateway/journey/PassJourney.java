package dev.sluice.gateway.journey;

import dev.sluice.contracts.events.Event;
import dev.sluice.gateway.OffLoop;
import dev.sluice.gateway.ingress.Bounds;
import dev.sluice.gateway.ingress.ModelRequest;
import dev.sluice.gateway.ingress.MultipartReader;
import dev.sluice.gateway.ingress.PlainRequest;
import dev.sluice.gateway.media.MediaConfig;
import dev.sluice.gateway.provider.Ask;
import dev.sluice.gateway.provider.Endpoint;
import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;

/** The journey of every other model call: it is routed by its model and passed on as it came; neither cached nor changed. */
@Singleton
class PassJourney {

    /** A larger form is looked through off the event loop. */
    private static final int QUICK = 64 * 1024;

    private final Bounds bounds;
    private final Desk desk;
    private final Plans plans;
    private final Tollgate tollgate;
    private final Relay relay;
    private final Once once;
    private final long largestMedia;

    PassJourney(Desk desk, Plans plans, Tollgate tollgate, Relay relay, Once once, MediaConfig media, Bounds bounds) {
        this.bounds = bounds;
        this.desk = desk;
        this.plans = plans;
        this.tollgate = tollgate;
        this.relay = relay;
        this.once = once;
        this.largestMedia = media.body().asLongValue();
    }

    void serve(RoutingContext route, Endpoint endpoint) {
        Event.Kind kind = endpoint == Endpoint.EMBEDDINGS ? Event.Kind.EMBEDDING : Event.Kind.COMPLETION;
        if (endpoint.isMedia()) {
            desk.serve(
                    route,
                    kind,
                    largestMedia,
                    (x, body) -> read(x, body, endpoint).compose(asked -> run(x, asked, endpoint)));
        } else {
            desk.serve(
                    route,
                    kind,
                    once.around(
                            (x, body) -> run(x, PlainRequest.read(body, endpoint.defaultModel(), bounds), endpoint)));
        }
    }

    private Future<ModelRequest> read(Exchange x, byte[] body, Endpoint endpoint) {
        x.tally.note("endpoint", endpoint.path().substring(1));
        String type = x.headers().get("content-type");
        if (type == null || !MultipartReader.isForm(type)) {
            return Future.succeededFuture(PlainRequest.read(body, endpoint.defaultModel(), bounds));
        }
        return body.length < QUICK
                ? Future.succeededFuture(MultipartReader.read(body, type, endpoint.defaultModel()))
                : OffLoop.call(() -> MultipartReader.read(body, type, endpoint.defaultModel()));
    }

    private Future<Outcome> run(Exchange x, ModelRequest asked, Endpoint endpoint) {
        int size = asked.bytes().length;
        x.asked(asked.model(), asked.stream());
        x.tally.prompt(endpoint.isMedia() ? 0 : size, () -> "");
        boolean answers = endpoint != Endpoint.EMBEDDINGS && endpoint != Endpoint.MODERATIONS && !endpoint.isMedia();
        return plans.serve(x, asked, endpoint, null)
                .compose(plan -> tollgate.pass(
                        x,
                        plan,
                        asked.model(),
                        endpoint.isMedia() ? 0 : size,
                        null,
                        answers,
                        () -> relay.ask(x, new Ask(asked, endpoint, plan, true, x.headers(), x.caller, x.requestId))));
    }
}
