package dev.sluice.gateway.journey;

import dev.sluice.contracts.events.Event;
import dev.sluice.gateway.GatewayConfig.Dialect;
import dev.sluice.gateway.OffLoop;
import dev.sluice.gateway.errors.ApiError;
import dev.sluice.gateway.ingress.Bounds;
import dev.sluice.gateway.ingress.ChatRequest;
import dev.sluice.gateway.ingress.PlainRequest;
import dev.sluice.gateway.json.Json;
import dev.sluice.gateway.messages.MessagesReader;
import dev.sluice.gateway.provider.Ask;
import dev.sluice.gateway.provider.Endpoint;
import dev.sluice.gateway.provider.Plan;
import dev.sluice.gateway.usage.TokenCounter;
import dev.sluice.gateway.wire.Delivery;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;

/**
 * {@code POST /v1/messages/count_tokens}: Anthropic's own models are asked, for others the words are counted here, which
 * is an estimate. Costs nothing either way.
 */
@Singleton
class CountTokens {

    /** What a turn costs beside its words, about. */
    private static final int PER_TURN = 4;

    private final Bounds bounds;
    private final Desk desk;
    private final Plans plans;
    private final Relay relay;
    private final TokenCounter counter;

    CountTokens(Desk desk, Plans plans, Relay relay, TokenCounter counter, Bounds bounds) {
        this.bounds = bounds;
        this.desk = desk;
        this.plans = plans;
        this.relay = relay;
        this.counter = counter;
    }

    void serve(RoutingContext route) {
        desk.serve(route, Event.Kind.COMPLETION, this::run);
    }

    private Future<Outcome> run(Exchange x, byte[] body) {
        PlainRequest asked = PlainRequest.read(body, "", bounds);
        x.asked(asked.model(), false);
        if (asked.templateAt() != null) {
            throw ApiError.invalid(
                    "template",
                    "unsupported_value",
                    "Templates are not filled for counting. POST /optimize/templates/{name}/render answers the filled messages: send those.");
        }
        return plans.serve(x, asked, Endpoint.COUNT_TOKENS, null).compose(plan -> count(x, asked, plan));
    }

    private Future<Outcome> count(Exchange x, PlainRequest asked, Plan plan) {
        if (plan.first().provider().dialect() == Dialect.ANTHROPIC) {
            return relay.ask(x, new Ask(asked, Endpoint.COUNT_TOKENS, plan, false, x.headers(), x.caller, x.requestId));
        }
        ChatRequest chat = MessagesReader.forCounting(asked.bytes()).chat();
        return OffLoop.call(() -> count(plan.first().model(), chat)).map(tokens -> {
            x.begin(200, HttpHeaders.headers());
            x.client().putHeader("content-type", "application/json").putHeader("x-sluice-tokens", "estimated");
            byte[] said = Json.write(Json.object().put("input_tokens", tokens));
            return new Outcome(200, Delivery.COMPLETE, Buffer.buffer(said), null);
        });
    }

    private long count(String model, ChatRequest chat) {
        long words = 0;
        for (var turn : chat.turns()) {
            words += PER_TURN + counter.count(model, chat.text(turn));
        }
        String tools = Json.read(chat.bytes()).path("tools").toString();
        return words + counter.count(model, tools);
    }
}
