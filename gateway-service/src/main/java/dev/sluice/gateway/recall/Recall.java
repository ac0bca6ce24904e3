package dev.sluice.gateway.recall;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import dev.sluice.contracts.cache.CacheQuestion;
import dev.sluice.contracts.cache.CacheReply;
import dev.sluice.contracts.identity.Caller;
import dev.sluice.gateway.GatewayConfig;
import dev.sluice.gateway.ingress.ChatRequest;
import dev.sluice.gateway.peers.Helper;
import dev.sluice.gateway.peers.PeerHttp;
import dev.sluice.gateway.peers.Rehearsal;
import dev.sluice.gateway.policy.Caching;
import dev.sluice.kit.config.PeersConfig;
import dev.sluice.kit.ids.Ids;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Locale;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Looks answers up and stores them. A helper: nothing it does fails a request or holds it longer than its deadline. */
@Singleton
public class Recall {

    private static final int MOST_TENANTS = 10_000;

    private final Vertx vertx;
    private final Duration deadline;
    private final RecallPolicy policy;
    private final NearCache near;
    private final CacheService cache;
    private final Helper helper;
    private final Duration localTtl;
    private final Cache<String, String> knowledge;

    /** What a look-up came to. */
    public sealed interface Result permits Found, Nothing {}

    /**
     * No answer.
     *
     * @param inquiry what to store the coming answer under; absent when it must not be stored
     * @param degraded whether the cache-service was late or away
     * @param lookup whether an answer that was not made for this very request would have done
     */
    public record Nothing(@Nullable Inquiry inquiry, boolean degraded, boolean lookup) implements Result {

        /** Neither looked up nor to be stored. */
        public static final Nothing BYPASS = new Nothing(null, false, false);

        /** MISS or BYPASS, as told to the client. */
        public String outcome() {
            return inquiry == null ? "BYPASS" : "MISS";
        }
    }

    Recall(
            Vertx vertx,
            GatewayConfig config,
            PeersConfig peers,
            PeerHttp http,
            ObjectMapper json,
            MeterRegistry meters) {
        var settings = config.cache();
        this.vertx = vertx;
        this.deadline = settings.deadline();
        this.policy = new RecallPolicy(
                settings.mode(), settings.maxTemperature(), settings.maxText().asLongValue());
        this.near = new NearCache(settings.nearSize().asLongValue(), settings.nearTtl(), Ticker.systemTicker());
        this.cache = new CacheService(http, peers.cache(), json);
        this.helper = new Helper(vertx, settings.deadline());
        this.localTtl = settings.localTtl();
        this.knowledge = Caffeine.newBuilder()
                .maximumSize(MOST_TENANTS)
                .expireAfterAccess(localTtl.multipliedBy(2))
                .executor(Runnable::run)
                .build();
        meters.gauge("sluice.gateway.near.entries", near, NearCache::size);
        meters.gauge("sluice.gateway.cache.spared", helper, h -> h.isSpared() ? 1 : 0);
    }

    /**
     * Looks for an answer.
     *
     * @param model the model after aliases, with its provider
     * @param local whether the built-in model answers, which reads the tenant's knowledge
     * @param optimize how far the prompt will be shortened; answers to shortened prompts are kept apart
     * @param routeName the route that was asked for; absent means none
     * @param route what the route says; absent means as configured
     * @param underWay whether an equal request is being answered right now, whose answer will do
     * @throws dev.sluice.gateway.errors.ApiError when a header of the request makes no sense
     */
    public Future<Result> find(
            ChatRequest request,
            String model,
            boolean local,
            Caller caller,
            MultiMap headers,
            String optimize,
            @Nullable String routeName,
            @Nullable Caching route,
            String requestId,
            Predicate<Inquiry> underWay) {
        String epoch = local ? knowledge.get(caller.tenant(), first -> "") : "";
        return switch (policy.judge(request, model, headers, caller.project(), optimize + epoch, routeName, route)) {
            case RecallPolicy.Bypass no -> Future.succeededFuture(Nothing.BYPASS);
            case RecallPolicy.Cacheable yes ->
                find(
                        inquiry(
                                caller,
                                yes.question(),
                                requestId,
                                ttl(local, route),
                                again(request, headers, optimize)),
                        yes.lookup(),
                        underWay);
        };
    }

    private static Inquiry inquiry(
            Caller caller,
            CacheQuestion question,
            String requestId,
            @Nullable Long ttl,
            @Nullable ChatRequest request) {
        return new Inquiry(caller, question, requestId, ttl, new Wording(question.text()), request, false);
    }

    /** Without a header that changes the scope, and in the dialect it was sent in, a request means the same again. */
    private static @Nullable ChatRequest again(ChatRequest request, MultiMap headers, String optimize) {
        boolean translated = optimize.indexOf('\n') >= 0;
        return translated || headers.contains("x-sluice-optimize") ? null : request;
    }

    private @Nullable Long ttl(boolean local, @Nullable Caching route) {
        Duration wanted = route == null ? null : route.ttl();
        long most = local ? localTtl.toSeconds() : Long.MAX_VALUE;
        return wanted != null ? Long.valueOf(Math.min(wanted.toSeconds(), most)) : local ? most : null;
    }

    private Future<Result> find(Inquiry inquiry, boolean lookup, Predicate<Inquiry> underWay) {
        if (!lookup) {
            return Future.succeededFuture(new Nothing(inquiry, false, false));
        }
        Found known = near(inquiry);
        if (known != null) {
            return Future.succeededFuture(known);
        }
        if (underWay.test(inquiry)) {
            // Whoever asked first has looked it up.
            return Future.succeededFuture(new Nothing(inquiry, false, true));
        }
        // What comes too late is in the near cache for whoever asks next.
        return helper.ask(() -> ask(inquiry), () -> new Nothing(inquiry, true, true), late -> {});
    }

    /** What this replica has at hand; null if nothing that fits. */
    public @Nullable Found near(Inquiry inquiry) {
        return near.find(inquiry.caller().tenant(), inquiry.question(), inquiry.wording());
    }

    private Future<Result> ask(Inquiry inquiry) {
        return cache.lookup(inquiry).map(reply -> understand(inquiry, reply));
    }

    private Result understand(Inquiry inquiry, CacheReply reply) {
        String document = reply.document();
        if (reply.outcome() == CacheReply.Outcome.MISS || document == null) {
            return new Nothing(inquiry.with(reply), false, true);
        }
        boolean semantic = reply.outcome() == CacheReply.Outcome.SEMANTIC;
        Long age = reply.ageSeconds();
        Double similarity = reply.similarity();
        Found found = new Found(
                Buffer.buffer(document),
                semantic ? "semantic" : "exact",
                age == null ? 0 : age,
                semantic ? (similarity == null ? 0 : similarity) : null,
                reply.entryId(),
                reply.stale(),
                reply.audit(),
                inquiry.with(reply));
        // What is being checked is asked of the service again: it may turn out to be wrong.
        if (!found.stale() && !found.audit()) {
            near.put(inquiry.caller().tenant(), inquiry.question(), inquiry.wording(), found, reply.freshSeconds());
        }
        return found;
    }

    /** Looks up a question that nobody asked, so that the first real one finds all at hand. */
    void rehearse(@Observes StartupEvent start) {
        var question = new CacheQuestion("rehearsal", Scope.hash("rehearsal"), "Is anybody there?", true, null);
        var inquiry = inquiry(Rehearsal.NOBODY, question, Ids.next(), null, null);
        Rehearsal.of("cache-service", vertx, deadline, () -> ask(inquiry));
    }

    /** Stores a complete answer, here at once and in the cache-service in the background. */
    public void remember(Inquiry inquiry, Buffer document, long costNano) {
        near.put(
                inquiry.caller().tenant(),
                inquiry.question(),
                inquiry.wording(),
                Found.fetched(document),
                inquiry.nearSeconds());
        if (!helper.isSpared()) {
            cache.remember(inquiry, document, costNano);
        }
    }

    /**
     * Tells the cache-service in the background what the model itself says to a question that was answered by an entry in
     * other words.
     *
     * @param inquiry what was looked up
     * @param entryId the entry that was served
     * @param document the model's answer as a chat completion
     */
    public void audit(Inquiry inquiry, String entryId, Buffer document) {
        if (!helper.isSpared()) {
            cache.audit(inquiry, entryId, document);
        }
    }

    /** Whether a request wants a stored answer or none at all: {@code Cache-Control: only-if-cached} (RFC 9111, 5.2.1.7). */
    public static boolean isOnlyStored(MultiMap headers) {
        String control = headers.get("cache-control");
        return control != null && control.toLowerCase(Locale.ROOT).contains("only-if-cached");
    }

    /**
     * Forgets what this replica holds of a tenant. Other replicas hear of it through Redis ({@link Deletions}); without, they
     * forget within {@code sluice.gateway.cache.near-ttl}.
     */
    public void forget(String tenant) {
        near.forget(tenant);
    }

    /** Where news of deletions arrive. */
    NearCache near() {
        return near;
    }

    /** The tenant's knowledge changed, so answers of the built-in model from before are not found any more. */
    public void outdate(String tenant) {
        knowledge.put(tenant, Ids.next());
    }

    /** Whether the cache-service is being spared since it failed. */
    public boolean isDegraded() {
        return helper.isSpared();
    }
}
