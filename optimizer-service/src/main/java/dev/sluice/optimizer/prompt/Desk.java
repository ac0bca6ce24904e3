package dev.sluice.optimizer.prompt;

import dev.sluice.contracts.events.Event;
import dev.sluice.contracts.identity.Caller;
import dev.sluice.contracts.optimize.OptimizeReply;
import dev.sluice.contracts.optimize.OptimizeReply.Technique;
import dev.sluice.kit.events.EventPublisher;
import dev.sluice.kit.ids.Ids;
import dev.sluice.kit.problem.Refusal;
import dev.sluice.optimizer.meaning.CacheMeaning;
import dev.sluice.optimizer.shorten.Rates;
import dev.sluice.optimizer.shorten.Shortened;
import dev.sluice.optimizer.shorten.Shortening;
import dev.sluice.optimizer.text.Tokens;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.virtual.threads.VirtualThreads;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;

/** Serves a prompt: from memory, at once, or on a virtual thread; counts it and tells Kafka. */
@ApplicationScoped
class Desk {

    private final OptimizerConfig config;
    private final Answers answers;
    private final Totals totals;
    private final EventPublisher events;
    private final MeterRegistry meters;
    private final ExecutorService threads;
    private final Tokens tokens = new Tokens();
    private final Shortening shortening;
    private final CacheMeaning meaning;
    private final AtomicLong inFlight = new AtomicLong();

    Desk(
            OptimizerConfig config,
            Answers answers,
            Totals totals,
            EventPublisher events,
            MeterRegistry meters,
            CacheMeaning meaning,
            @VirtualThreads ExecutorService threads) {
        this.config = config;
        this.answers = answers;
        this.totals = totals;
        this.events = events;
        this.meters = meters;
        this.meaning = meaning;
        this.threads = threads;
        this.shortening =
                new Shortening(tokens, new Rates(config.mediumKeeps(), config.aggressiveKeeps(), config.extractFrom()));
        meters.gauge("sluice.optimizer.in.flight.bytes", inFlight);
    }

    /** The encoding is read from its file on first use; nobody's first prompt should wait for that. */
    void warmUp(@Observes StartupEvent start) {
        threads.execute(() -> tokens.count("warm"));
    }

    /** The reply to a prompt; fails with a 503 {@link Refusal} when too much is being shortened already. */
    Uni<OptimizeReply> serve(Asked asked, Caller caller, String requestId) {
        long start = System.nanoTime();
        var key = Answers.key(caller.tenant(), asked);
        OptimizeReply known = answers.find(key);
        if (known != null) {
            return Uni.createFrom().item(account(known, asked, caller, requestId, true));
        }
        // Who may have to ask the cache-service may have to wait, and not on the event loop.
        boolean alone = asked.wish().isLossless() || !meaning.isOffered();
        if (alone && asked.bytes() <= config.inlineUpTo().asLongValue()) {
            return Uni.createFrom().item(account(fresh(asked, key, caller, start), asked, caller, requestId, false));
        }
        if (inFlight.addAndGet(asked.bytes()) > config.inFlight().asLongValue()) {
            inFlight.addAndGet(-asked.bytes());
            throw new Refusal(
                    503,
                    "optimizer_busy",
                    "Busy",
                    "Too much text is being shortened right now. Send the prompt unoptimised, or try again in a second.",
                    Map.of("Retry-After", "1"));
        }
        return Uni.createFrom()
                .item(() -> account(fresh(asked, key, caller, start), asked, caller, requestId, false))
                .runSubscriptionOn(threads)
                .onTermination()
                .invoke(() -> inFlight.addAndGet(-asked.bytes()));
    }

    private OptimizeReply fresh(Asked asked, Answers.Key key, Caller caller, long start) {
        Duration patience = asked.patience();
        boolean hurried = patience != null && patience.compareTo(config.deadline()) < 0;
        long deadline = start + (patience != null && hurried ? patience : config.deadline()).toNanos();
        BooleanSupplier late = () -> System.nanoTime() - deadline > 0;
        var understood = new AtomicBoolean(true);
        Shortened shortened = shortening.shorten(asked.messages(), asked.wish(), late, texts -> {
            List<float[]> vectors = meaning.of(texts, caller, share(deadline - System.nanoTime()));
            understood.set(vectors != null || !meaning.isOffered());
            return vectors;
        });
        OptimizeReply reply = reply(asked, shortened);
        // What was done without vectors may be done better the next time.
        if (shortened.complete() && understood.get()) {
            answers.keep(key, reply);
        }
        meters.timer("sluice.optimizer.duration").record(System.nanoTime() - start, TimeUnit.NANOSECONDS);
        return reply;
    }

    /** What is left after the vectors must do for the rest. */
    private static Duration share(long nanosLeft) {
        return Duration.ofNanos(Math.max(0, nanosLeft * 3 / 4));
    }

    private static OptimizeReply reply(Asked asked, Shortened shortened) {
        return new OptimizeReply(
                asked.asText() ? shortened.messages().getFirst().content() : null,
                asked.asText() ? null : shortened.messages(),
                shortened.tokensBefore(),
                shortened.tokensAfter(),
                shortened.techniques(),
                shortened.confidence(),
                shortened.tokensAfter() < shortened.tokensBefore());
    }

    private OptimizeReply account(
            OptimizeReply reply, Asked asked, Caller caller, String requestId, boolean fromCache) {
        totals.add(caller.tenant(), reply, fromCache);
        for (Technique used : reply.techniques()) {
            meters.counter("sluice.optimizer.tokens.removed", "technique", used.name())
                    .increment(used.tokensRemoved());
        }
        events.publish(new Event(
                Event.SCHEMA,
                Ids.next(),
                Instant.now(),
                caller.tenant(),
                caller.project(),
                Event.Source.OPTIMIZER,
                Event.Kind.OPTIMIZE,
                new Event.Origin(requestId, caller.keyId(), null, null),
                null,
                null,
                Event.Money.zero(),
                null,
                null,
                new Event.OptimizeNote(
                        reply.tokensBefore(),
                        reply.tokensAfter(),
                        reply.techniques().stream().map(Technique::name).toList()),
                Map.of(
                        "level", asked.wish().level().name().toLowerCase(Locale.ROOT),
                        "cached", String.valueOf(fromCache))));
        return reply;
    }
}
