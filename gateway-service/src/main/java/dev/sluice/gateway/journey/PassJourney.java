package dev.sluice.gateway.journey;

import dev.sluice.contracts.events.Event;
import dev.sluice.gateway.ingress.PlainRequest;
import dev.sluice.gateway.provider.Call;
import dev.sluice.gateway.provider.Dialects;
import dev.sluice.gateway.provider.Endpoint;
import dev.sluice.gateway.routing.Router.Served;
import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;

/** The journey of every other model call: it is routed by its model and passed on as it came; neither cached nor changed. */
@Singleton
class PassJourney {

    private final Desk desk;
    private final Plans plans;
    private final Relay relay;

    PassJourney(Desk desk, Plans plans, Relay relay) {
        this.desk = desk;
        this.plans = plans;
        this.relay = relay;
    }

    void serve(RoutingContext route, Endpoint endpoint) {
        Event.Kind kind = endpoint == Endpoint.EMBEDDINGS ? Event.Kind.EMBEDDING : Event.Kind.COMPLETION;
        desk.serve(route, kind, (x, body) -> run(x, body, endpoint));
    }

    private Future<Outcome> run(Exchange x, byte[] body, Endpoint endpoint) {
        PlainRequest asked = PlainRequest.read(body, endpoint.defaultModel());
        x.tally.asked(asked.model(), asked.stream());
        x.tally.prompt(body.length, () -> "");
        Served served = plans.serve(x, asked.model());
        return relay.ask(
                x,
                new Call(
                        served.deployment(),
                        endpoint,
                        Dialects.request(asked, served.deployment(), endpoint),
                        true,
                        x.headers(),
                        x.caller,
                        x.requestId));
    }
}
