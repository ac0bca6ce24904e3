package dev.sluice.cache.lookup;

import dev.sluice.cache.freshness.Freshness;
import dev.sluice.cache.lookup.Found.Nothing;
import dev.sluice.cache.lookup.Found.Proven;
import dev.sluice.cache.lookup.Found.Same;
import dev.sluice.cache.lookup.Found.Shadowed;
import dev.sluice.cache.lookup.Found.Similar;
import dev.sluice.cache.predict.Predictor;
import dev.sluice.cache.store.Answer;
import dev.sluice.cache.tally.Tallies;
import dev.sluice.cache.tally.TenantTally;
import dev.sluice.contracts.cache.CacheApi;
import dev.sluice.contracts.cache.CacheAudit;
import dev.sluice.contracts.cache.CacheEntry;
import dev.sluice.contracts.cache.CacheQuestion;
import dev.sluice.contracts.cache.CacheReply;
import dev.sluice.contracts.cache.CacheReply.Outcome;
import dev.sluice.contracts.identity.Caller;
import dev.sluice.kit.identity.CurrentCaller;
import dev.sluice.kit.requests.RequestLog;
import io.quarkus.virtual.threads.VirtualThreads;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ExecutorService;
import org.jspecify.annotations.Nullable;

/** Answers the gateway. Who asks is read at once; the work is done on a virtual thread. */
class CacheResource implements CacheApi {

    private final Recall recall;
    private final Audits audits;
    private final Curated curated;
    private final About about;
    private final LookupEvents events;
    private final Freshness freshness;
    private final Predictor predictor;
    private final Tallies tallies;
    private final CurrentCaller caller;
    private final RoutingContext route;
    private final ExecutorService threads;

    CacheResource(
            Recall recall,
            Audits audits,
            Curated curated,
            About about,
            LookupEvents events,
            Freshness freshness,
            Predictor predictor,
            Tallies tallies,
            CurrentCaller caller,
            RoutingContext route,
            @VirtualThreads ExecutorService threads) {
        this.recall = recall;
        this.audits = audits;
        this.curated = curated;
        this.about = about;
        this.events = events;
        this.freshness = freshness;
        this.predictor = predictor;
        this.tallies = tallies;
        this.caller = caller;
        this.route = route;
        this.threads = threads;
    }

    @Override
    public Uni<CacheReply> lookup(CacheQuestion question) {
        Caller who = caller.get();
        String requestId = RequestLog.idOf(route);
        return onVirtualThread(() -> {
            Asked asked = recall.asked(question);
            CacheReply written = curated.reply(who.tenant(), question).orElse(null);
            if (written != null) {
                countCurated(who.tenant(), asked.route(), written);
                events.tell(who, requestId, written, about.saw(who.tenant(), asked, written));
                return written;
            }
            Found found = recall.lookUp(who.tenant(), asked);
            count(who.tenant(), asked.route(), found);
            events.tell(who, requestId, found, about.saw(who.tenant(), asked, found));
            predict(who, asked, found);
            return reply(who.tenant(), asked, found, recall.wantsNew(who.tenant(), found));
        });
    }

    @Override
    public Uni<Void> remember(CacheEntry entry) {
        Caller who = caller.get();
        return onVirtualThread(() -> {
                    String id = recall.remember(who.tenant(), entry);
                    predictor.remembered(who, entry.question(), id, entry.request());
                    threads.execute(() -> audits.settle(who.tenant(), id, entry.document()));
                    tallies.of(who.tenant(), route(entry)).stored();
                    return who;
                })
                .replaceWithVoid();
    }

    @Override
    public Uni<Void> audit(CacheAudit audit) {
        Caller who = caller.get();
        return onVirtualThread(() -> {
                    audits.audited(who.tenant(), audit);
                    return who;
                })
                .replaceWithVoid();
    }

    private <T> Uni<T> onVirtualThread(java.util.function.Supplier<T> work) {
        return Uni.createFrom().item(work).runSubscriptionOn(threads);
    }

    private void count(String tenant, String route, Found found) {
        TenantTally tally = tallies.of(tenant, route);
        switch (found) {
            case Same(Answer answer) -> {
                tally.exact(answer.costNano(), answer.tokens());
                tallies.looked("hit", "exact");
            }
            case Similar similar -> {
                Answer answer = similar.answer();
                tally.semantic(similar.hit().similarity(), answer.costNano(), answer.tokens());
                tallies.looked("semantic", "semantic");
            }
            case Proven(Answer answer, double similarity) -> {
                tally.alias(answer.costNano(), answer.tokens());
                tallies.looked("semantic", "alias");
            }
            case Shadowed(double similarity) -> {
                tally.shadowed(similarity);
                tallies.looked("miss", "shadow");
            }
            case Nothing(double nearest) -> {
                tally.miss(nearest);
                tallies.looked("miss", "none");
            }
        }
    }

    private void countCurated(String tenant, String route, CacheReply reply) {
        tallies.of(tenant, route).faq();
        tallies.looked(reply.similarity() == null ? "hit" : "semantic", "faq");
    }

    private void predict(Caller who, Asked asked, Found found) {
        if (predictor.isOn(who.tenant())) {
            Answer answer = found.answerServed();
            String id = answer == null ? recall.id(who.tenant(), asked) : answer.id();
            predictor.asked(who, asked.question(), id, answer != null);
        }
    }

    /** Where follow-ups are predicted every question must come here, and requests are wanted with their answers. */
    private CacheReply reply(String tenant, Asked asked, Found found, boolean again) {
        CacheReply reply = reply(asked, found, again);
        return predictor.isOn(tenant)
                ? new CacheReply(
                        reply.outcome(),
                        reply.entryId(),
                        reply.document(),
                        reply.ageSeconds(),
                        reply.similarity(),
                        reply.stale(),
                        reply.audit(),
                        reply.outcome() == Outcome.MISS ? null : 0L,
                        true)
                : reply;
    }

    private CacheReply reply(Asked asked, Found found, boolean again) {
        return switch (found) {
            case Same(Answer answer) -> reply(asked, answer, null, again, false);
            case Similar similar -> reply(asked, similar.answer(), similar.hit().similarity(), again, similar.audit());
            case Proven(Answer answer, double similarity) -> reply(asked, answer, similarity, again, false);
            case Shadowed shadowed -> CacheReply.miss();
            case Nothing nothing -> CacheReply.miss();
        };
    }

    private CacheReply reply(Asked asked, Answer answer, @Nullable Double similarity, boolean again, boolean audit) {
        boolean semantic = similarity != null;
        return new CacheReply(
                semantic ? Outcome.SEMANTIC : Outcome.HIT,
                answer.id(),
                answer.document(),
                age(answer),
                similarity,
                again,
                audit,
                freshness.secondsFresh(answer, asked.question().text(), semantic, Instant.now()),
                false);
    }

    private static String route(CacheEntry entry) {
        String route = entry.question().route();
        return route == null ? "" : route;
    }

    private static long age(Answer answer) {
        return Math.max(0, Duration.between(answer.storedAt(), Instant.now()).toSeconds());
    }
}
