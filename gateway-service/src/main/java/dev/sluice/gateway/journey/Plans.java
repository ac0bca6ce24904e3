package dev.sluice.gateway.journey;

import dev.sluice.gateway.errors.ApiError;
import dev.sluice.gateway.experiments.Drawn;
import dev.sluice.gateway.experiments.Experiments;
import dev.sluice.gateway.ingress.ChatRequest;
import dev.sluice.gateway.ingress.ModelRequest;
import dev.sluice.gateway.provider.Endpoint;
import dev.sluice.gateway.provider.Plan;
import dev.sluice.gateway.routing.Advisor;
import dev.sluice.gateway.routing.Facts;
import dev.sluice.gateway.routing.RouteTable;
import dev.sluice.gateway.routing.Routed;
import dev.sluice.gateway.routing.Routes;
import io.vertx.core.Future;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;

/** Whom to ask for a request, as the routes of this gateway say. */
@Singleton
class Plans {

    private static final int BYTES_PER_TOKEN = 4;

    private final Routes routes;
    private final Advisor advisor;
    private final Experiments experiments;

    Plans(Routes routes, Advisor advisor, Experiments experiments) {
        this.routes = routes;
        this.advisor = advisor;
        this.experiments = experiments;
    }

    RouteTable table() {
        return routes.table();
    }

    /**
     * Who serves a request, noted on the sheet together with what the route wants beside.
     *
     * @param prompt the conversation where there is one: what {@code auto} decides by
     * @return the plan; a 404 {@link ApiError} if nobody serves the model
     */
    Future<Plan> serve(Exchange x, ModelRequest asked, Endpoint endpoint, @Nullable ChatRequest prompt) {
        Routed routed = routed(x, asked, endpoint, prompt);
        return switch (routed) {
            case Routed.Unknown unknown -> throw ApiError.unknownModel(unknown.message());
            case Routed.Served served -> {
                mayAsk(x, asked.model(), served.plan().route());
                yield Future.succeededFuture(noted(x, served));
            }
            case Routed.Undecided undecided -> {
                mayAsk(x, asked.model(), undecided.cheap().route());
                yield advised(x, undecided, asked, prompt);
            }
        };
    }

    /** Who serves it, as the experiments it takes part in want it. */
    private Routed routed(Exchange x, ModelRequest asked, Endpoint endpoint, @Nullable ChatRequest prompt) {
        Drawn before = x.drawnBefore();
        Drawn drawn = prompt == null ? Drawn.NONE : before == null ? draw(x, asked.model(), null) : before;
        String other = drawn.model();
        if (other != null) {
            Routed instead = table().resolve(other, x.caller.tenant(), () -> facts(x, asked, endpoint, prompt));
            if (!(instead instanceof Routed.Unknown)) {
                x.drawn(drawn);
                return instead;
            }
            // Nobody is harmed by an experiment that cannot be carried out; its split tells that somebody is lost.
            x.tally.degraded("experiment");
        } else {
            x.drawn(drawn);
        }
        return table().resolve(asked.model(), x.caller.tenant(), () -> facts(x, asked, endpoint, prompt));
    }

    /**
     * The variants a chat gets.
     *
     * @param template the template it has filled in whichever version; null if none
     */
    Drawn draw(Exchange x, String model, @Nullable String template) {
        return experiments.draw(
                x.caller.tenant(), model, template, x.tally.session(), x.caller.keyId(), x.credential::mayAsk);
    }

    private static void mayAsk(Exchange x, String model, String route) {
        if (!x.credential.mayAsk(model) && !x.credential.mayAsk(route)) {
            throw ApiError.forbidden(
                    "model_not_allowed",
                    "This credential may not ask this model. GET /v1/models lists those it may; an administrator changes them with PATCH /admin/keys/{id}.");
        }
    }

    private Future<Plan> advised(
            Exchange x, Routed.Undecided undecided, ModelRequest asked, @Nullable ChatRequest prompt) {
        return advisor.choose(undecided, question(prompt), tokens(asked, prompt), x.caller, x.requestId)
                .map(advice -> {
                    if (advice.degraded()) {
                        x.tally.degraded("optimizer");
                    }
                    return noted(x, advice.served());
                });
    }

    private static Plan noted(Exchange x, Routed.Served served) {
        x.routed(served);
        x.answering(served.plan().first());
        return served.plan();
    }

    private static String question(@Nullable ChatRequest prompt) {
        var last = prompt == null ? null : prompt.lastUserTurn();
        return prompt == null || last == null ? "" : prompt.text(last);
    }

    private static Facts facts(Exchange x, ModelRequest asked, Endpoint endpoint, @Nullable ChatRequest prompt) {
        String session = x.headers().get("x-sluice-session");
        String key = x.caller.keyId();
        return new Facts(
                x.caller.tenant(),
                x.caller.project(),
                Facts.tags(x.headers().get("x-sluice-tags")),
                tokens(asked, prompt),
                asked.stream(),
                endpoint,
                session != null ? session : key != null ? key : x.caller.tenant(),
                session != null ? "session" : "key");
    }

    /** Counting would take longer than all else here; nobody draws a line between two models that finely. */
    private static long tokens(ModelRequest asked, @Nullable ChatRequest prompt) {
        int bytes = prompt == null
                ? asked.bytes().length
                : prompt.messagesAt().end() - prompt.messagesAt().start();
        return bytes / BYTES_PER_TOKEN;
    }
}
