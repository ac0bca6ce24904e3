package dev.sluice.gateway.journey;

import dev.sluice.contracts.events.Event;
import dev.sluice.gateway.GatewayConfig.OptimizeLevel;
import dev.sluice.gateway.answer.Answer;
import dev.sluice.gateway.answer.AnswerReader;
import dev.sluice.gateway.answer.Documents;
import dev.sluice.gateway.answer.Tokens;
import dev.sluice.gateway.improve.Improver;
import dev.sluice.gateway.ingress.ChatRequest;
import dev.sluice.gateway.provider.Call;
import dev.sluice.gateway.provider.Dialects;
import dev.sluice.gateway.provider.Endpoint;
import dev.sluice.gateway.recall.Found;
import dev.sluice.gateway.recall.Recall;
import dev.sluice.gateway.routing.Router.Served;
import dev.sluice.gateway.usage.Account;
import dev.sluice.gateway.wire.Delivery;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * The journey of a chat completion, step by step. {@link Desk} opens it (auth, body) and closes it (account); everything
 * between stands here, in order.
 */
@Singleton
class ChatJourney {

    private final Desk desk;
    private final Recall recall;
    private final Improver improver;
    private final Plans plans;
    private final Relay relay;
    private final Account account;

    ChatJourney(Desk desk, Recall recall, Improver improver, Plans plans, Relay relay, Account account) {
        this.desk = desk;
        this.recall = recall;
        this.improver = improver;
        this.plans = plans;
        this.relay = relay;
        this.account = account;
    }

    void serve(RoutingContext route) {
        desk.serve(route, Event.Kind.COMPLETION, this::run);
    }

    private Future<Outcome> run(Exchange x, byte[] body) {
        ChatRequest asked = ChatRequest.read(body);
        x.tally.asked(asked.model(), asked.stream());
        x.tally.prompt(body.length, () -> words(asked));
        // An unknown model is refused before anything is looked up: nothing can be stored for it either.
        Served served = plans.serve(x, asked.model());
        OptimizeLevel level = improver.level(x.headers().get("x-sluice-optimize"));

        return recall.find(
                        asked,
                        served.deployment().qualified(),
                        served.deployment().provider().sibling(),
                        x.caller,
                        x.headers(),
                        level.name(),
                        x.requestId)
                .compose(result -> switch (result) {
                    case Found found -> Future.succeededFuture(replay(x, asked, found));
                    case Recall.Nothing nothing -> ask(x, asked, served, level, nothing);
                });
    }

    private Future<Outcome> ask(
            Exchange x, ChatRequest asked, Served served, OptimizeLevel level, Recall.Nothing nothing) {
        x.tally.cache(nothing.outcome(), null, null);
        if (nothing.degraded()) {
            x.tally.degraded("cache");
        }
        return improver.cheaper(asked, level, x.caller, x.requestId)
                .compose(improved -> {
                    if (improved.degraded()) {
                        x.tally.degraded("optimizer");
                    }
                    x.tally.optimized(improved.note());
                    return relay.ask(x, call(x, improved.request(), served));
                })
                .map(outcome -> {
                    remember(x, nothing, outcome);
                    return outcome;
                });
    }

    private static Call call(Exchange x, ChatRequest request, Served served) {
        return new Call(
                served.deployment(),
                Endpoint.CHAT,
                Dialects.request(request, served.deployment(), Endpoint.CHAT),
                request.options().includeUsage(),
                x.headers(),
                x.caller,
                x.requestId);
    }

    /** A stored answer in the form that was asked for. */
    private static Outcome replay(Exchange x, ChatRequest asked, Found found) {
        Buffer document = found.document();
        var answer = new Answer(document.length());
        AnswerReader.read(document.getBytes(), document.length(), answer);
        x.tally.recalled(answer);
        x.tally.cache(found.outcome(), found.layer(), found.similarity());
        Buffer body = asked.stream()
                ? Buffer.buffer(Documents.stream(answer, asked.options().includeUsage()))
                : document;
        x.begin(200, HttpHeaders.headers());
        x.client()
                .putHeader("content-type", asked.stream() ? "text/event-stream; charset=utf-8" : "application/json")
                .putHeader("age", Long.toString(found.ageSeconds()));
        if (found.similarity() != null) {
            x.client().putHeader("x-sluice-similarity", String.format(Locale.ROOT, "%.4f", found.similarity()));
        }
        return new Outcome(200, Delivery.COMPLETE, body, answer);
    }

    private void remember(Exchange x, Recall.Nothing nothing, Outcome outcome) {
        Recall.Inquiry inquiry = nothing.inquiry();
        Answer answer = outcome.answer();
        if (inquiry == null || answer == null || !outcome.isWorthKeeping()) {
            return;
        }
        Tokens tokens = account.soFar(x.tally);
        Buffer whole = outcome.whole();
        recall.remember(
                inquiry,
                whole == null ? Buffer.buffer(Documents.document(answer, tokens)) : whole,
                account.money(x.tally, tokens).costNano());
    }

    private static String words(ChatRequest asked) {
        return asked.turns().stream().map(asked::text).collect(Collectors.joining("\n"));
    }
}
