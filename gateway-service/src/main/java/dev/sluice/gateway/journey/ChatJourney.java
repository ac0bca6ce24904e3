package dev.sluice.gateway.journey;

import dev.sluice.contracts.events.Event;
import dev.sluice.contracts.optimize.OptimizeReply.Arm;
import dev.sluice.gateway.GatewayConfig.OptimizeLevel;
import dev.sluice.gateway.answer.Answer;
import dev.sluice.gateway.answer.Documents;
import dev.sluice.gateway.answer.Tokens;
import dev.sluice.gateway.errors.ApiError;
import dev.sluice.gateway.errors.Speech;
import dev.sluice.gateway.improve.Improver;
import dev.sluice.gateway.ingress.Bounds;
import dev.sluice.gateway.ingress.ChatRequest;
import dev.sluice.gateway.ingress.ModelRequest;
import dev.sluice.gateway.ingress.PlainRequest;
import dev.sluice.gateway.messages.MessagesReader;
import dev.sluice.gateway.messages.TemplatedMessages;
import dev.sluice.gateway.provider.Ask;
import dev.sluice.gateway.provider.Endpoint;
import dev.sluice.gateway.provider.Plan;
import dev.sluice.gateway.recall.Found;
import dev.sluice.gateway.recall.Inquiry;
import dev.sluice.gateway.recall.Recall;
import dev.sluice.gateway.routing.Routed;
import dev.sluice.gateway.shadow.Shadows;
import dev.sluice.gateway.usage.Account;
import dev.sluice.gateway.wire.Delivery;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The journey of a chat completion, step by step. {@link Desk} opens it (auth, body) and closes it (account); everything
 * between stands here, in order.
 */
@Singleton
class ChatJourney {

    /** Longer names are no sessions. */
    private static final int LONGEST_UNIT = 128;

    private final Bounds bounds;
    private final Desk desk;
    private final Recall recall;
    private final Improver improver;
    private final Plans plans;
    private final Tollgate tollgate;
    private final Relay relay;
    private final Account account;
    private final Shadows shadows;
    private final Once once;
    private final Afterwards afterwards;
    private final Together together;
    private final Filling filling;

    ChatJourney(
            Desk desk,
            Recall recall,
            Improver improver,
            Plans plans,
            Tollgate tollgate,
            Relay relay,
            Account account,
            Shadows shadows,
            Bounds bounds,
            Once once,
            Afterwards afterwards,
            Together together,
            Filling filling) {
        this.bounds = bounds;
        this.desk = desk;
        this.recall = recall;
        this.improver = improver;
        this.plans = plans;
        this.tollgate = tollgate;
        this.relay = relay;
        this.account = account;
        this.shadows = shadows;
        this.once = once;
        this.afterwards = afterwards;
        this.together = together;
        this.filling = filling;
    }

    void serve(RoutingContext route) {
        desk.serve(route, Event.Kind.COMPLETION, once.around(this::run));
    }

    private Future<Outcome> run(Exchange x, byte[] body) {
        return x.speech == Speech.MESSAGES
                ? filling.other(x, PlainRequest.read(body, "", bounds), TemplatedMessages::put)
                        .compose(whole -> run(x, whole.bytes().length, MessagesReader.read(whole)))
                : filling.chat(x, ChatRequest.read(body, bounds)).compose(whole -> run(x, whole.bytes().length, whole));
    }

    /** A request that has been read. */
    Future<Outcome> run(Exchange x, int size, ModelRequest said) {
        ChatRequest asked = Interpreter.chat(said);
        x.dropped = Interpreter.dropped(said);
        x.asked(asked.model(), asked.stream());
        x.tally.prompt(size, () -> words(asked));
        // An unknown model is refused before anything is looked up: nothing can be stored for it either.
        return plans.serve(x, said, Endpoint.CHAT, asked)
                .compose(plan -> tollgate.pass(
                        x, plan, asked.model(), size, Tollgate.most(asked), true, () -> answer(x, said, asked, plan)));
    }

    private Future<Outcome> answer(Exchange x, ModelRequest said, ChatRequest asked, Plan plan) {
        OptimizeLevel level = improver.level(
                x.headers().get("x-sluice-optimize"),
                x.credential.optimize(),
                x.policy().optimize());
        return find(x, said, asked, plan, level).compose(result -> switch (result) {
            case Found found -> {
                if (Interpreter.isSayable(said)) {
                    afterwards.served(
                            x,
                            found,
                            () -> improver.cheaper(asked, wanted(x, plan, level), x.caller, x.requestId)
                                    .map(improved -> ask(x, improved.request(), asked, plan)));
                }
                yield Future.succeededFuture(Stored.replay(x, asked, found));
            }
            case Recall.Nothing nothing
            when Recall.isOnlyStored(x.headers()) ->
                Future.failedFuture(ApiError.notFound(
                        "not_cached",
                        "No stored answer fits, and only a stored one was wanted (Cache-Control: only-if-cached)."));
            case Recall.Nothing nothing ->
                together.ask(x, asked, nothing, () -> ask(x, said, asked, plan, level, nothing));
        });
    }

    private Future<Recall.Result> find(
            Exchange x, ModelRequest said, ChatRequest asked, Plan plan, OptimizeLevel level) {
        String apart = Interpreter.apart(said);
        return apart == null
                ? Future.succeededFuture(Recall.Nothing.BYPASS)
                : recall.find(
                        asked,
                        plan.answersAs(),
                        plan.first().provider().sibling(),
                        x.caller,
                        x.headers(),
                        level.name() + apart,
                        x.routeName(),
                        x.policy().cache(),
                        x.requestId,
                        together::isUnderWay);
    }

    private Future<Together.Told> ask(
            Exchange x, ModelRequest said, ChatRequest asked, Plan plan, OptimizeLevel level, Recall.Nothing nothing) {
        x.tally.cache(nothing.outcome(), null, null);
        if (nothing.degraded()) {
            x.tally.degraded("cache");
        }
        // A response that is kept is kept as it was asked.
        OptimizeLevel allowed = x.frame == null ? level : OptimizeLevel.OFF;
        return improver.cheaper(asked, wanted(x, plan, allowed), x.caller, x.requestId)
                .compose(improved -> {
                    if (improved.degraded()) {
                        x.tally.degraded("optimizer");
                    }
                    x.tally.optimized(improved.note());
                    tellSaved(x, improved.note());
                    Ask ask = ask(x, Interpreter.improved(said, asked, improved.request()), asked, plan);
                    Ask plain = ask(x, improved.request(), asked, plan);
                    return relay.ask(x, ask).onSuccess(outcome -> {
                        shadow(x, said, plain, outcome);
                        judge(x, improved.arm(), outcome);
                    });
                })
                .map(outcome -> told(x, plan, nothing, outcome));
    }

    private static Improver.Wanted wanted(Exchange x, Plan plan, OptimizeLevel level) {
        String session = x.headers().get("x-sluice-session");
        boolean named = session != null && !session.isBlank() && session.length() <= LONGEST_UNIT;
        return new Improver.Wanted(level, named ? session : null, plan.first().qualified());
    }

    private static void tellSaved(Exchange x, Event.@Nullable OptimizeNote note) {
        if (note != null && !x.client().headWritten()) {
            x.client().putHeader("x-sluice-saved-tokens", String.valueOf(note.tokensBefore() - note.tokensAfter()));
        }
    }

    /** The quality guard hears how it went; of a client that left nobody knows. */
    private void judge(Exchange x, @Nullable Arm arm, Outcome outcome) {
        if (arm != null && outcome.how() != Delivery.CLIENT_GONE) {
            improver.tell(arm, outcome.error() == null, x.caller, x.requestId);
        }
    }

    /** A second deployment is asked the same if the route wants it: from now on, since the client has its answer. */
    private void shadow(Exchange x, ModelRequest said, Ask plain, Outcome outcome) {
        Routed.Shadow beside = x.shadow();
        if (beside != null && outcome.status() < 300 && Interpreter.isSayable(said)) {
            shadows.cast(beside.deployment(), beside.rate(), plain, x.tally);
        }
    }

    private static Ask ask(Exchange x, ModelRequest request, ChatRequest asked, Plan plan) {
        return new Ask(
                request, Endpoint.CHAT, plan, asked.options().includeUsage(), x.headers(), x.caller, x.requestId);
    }

    /** What was said, kept for later if it may be. */
    private Together.Told told(Exchange x, Plan plan, Recall.Nothing nothing, Outcome outcome) {
        Inquiry inquiry = nothing.inquiry();
        Answer answer = outcome.answer();
        if (inquiry == null || answer == null || !outcome.isPlain()) {
            return new Together.Told(outcome, null);
        }
        Tokens tokens = account.soFar(x.tally);
        Buffer whole = outcome.whole();
        Buffer chat =
                whole == null || x.speech != Speech.CHAT ? Buffer.buffer(Documents.document(answer, tokens)) : whole;
        if (outcome.isWorthKeeping() && plan.prefers(x.answering())) {
            recall.remember(inquiry, chat, account.money(x.tally, tokens).costNano());
        }
        return new Together.Told(outcome, chat);
    }

    private static String words(ChatRequest asked) {
        return asked.turns().stream().map(asked::text).collect(Collectors.joining("\n"));
    }
}
