package dev.sluice.gateway.usage;

import dev.sluice.contracts.events.Event;
import dev.sluice.gateway.answer.Answer;
import dev.sluice.gateway.answer.Tokens;
import dev.sluice.kit.events.EventPublisher;
import dev.sluice.kit.ids.Ids;
import dev.sluice.kit.prices.Price;
import dev.sluice.kit.prices.Prices;
import dev.sluice.kit.requests.RequestLog;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Settles a request: its log line, metrics and one event. Exactly once, whatever happened. */
@Singleton
public class Account {

    private final EventPublisher events;
    private final TokenCounter counter;
    private final Timers timers;
    private final ProviderStats stats;
    private final Prices prices = Prices.bundled();

    Account(EventPublisher events, TokenCounter counter, MeterRegistry meters, ProviderStats stats) {
        this.events = events;
        this.counter = counter;
        this.timers = new Timers(meters);
        this.stats = stats;
    }

    /** What tokens of a model cost now; nothing is spent on a model without a price. */
    public Event.Money money(Tally tally, Tokens tokens) {
        String model = tally.modelUsed == null ? tally.model : tally.modelUsed;
        if (!tally.priced) {
            return Event.Money.zero();
        }
        return prices.of(model).map(price -> price(tally, price, tokens)).orElse(Event.Money.zero());
    }

    private Event.Money price(Tally tally, Price price, Tokens tokens) {
        long nano = price.nanoUsd(
                tokens.input(),
                tokens.cachedInput(),
                tokens.output(),
                tokens.reasoning(),
                tokens.audioInput(),
                tokens.audioOutput());
        if (isHit(tally)) {
            return new Event.Money(0, nano, prices.version());
        }
        Event.OptimizeNote note = tally.optimized;
        long fewer = note == null ? 0 : Math.max(0, note.tokensBefore() - note.tokensAfter());
        return new Event.Money(nano, price.nanoUsd(fewer, 0, 0), prices.version());
    }

    /** Tokens of an answer that is complete: the provider's count, else a rough one. */
    public Tokens soFar(Tally tally) {
        Tokens told = tally.told();
        long characters = tally.answer == null ? 0 : tally.answer.characters();
        return told != null
                ? told
                : new Tokens(TokenCounter.rough(tally.promptLength), TokenCounter.rough(characters), 0, 0, true);
    }

    /** Settles a request. Further calls for the same one do nothing. */
    public void settle(RoutingContext route, Tally tally) {
        if (!tally.settle()) {
            return;
        }
        long duration = System.nanoTime() - tally.startedAt;
        Answer answer = tally.answer;
        if (answer == null) {
            finish(route, tally, duration, null);
        } else if (answer.tokens() != null) {
            finish(route, tally, duration, answer.tokens());
        } else if (counter.isQuick(tally.promptLength + answer.characters())) {
            finish(route, tally, duration, count(tally, answer));
        } else {
            Thread.ofVirtual().start(() -> finish(route, tally, duration, count(tally, answer)));
        }
    }

    /** Settles a call that no client waited for: it is an event, and nothing else. */
    public void settleBeside(Tally tally) {
        if (!tally.settle()) {
            return;
        }
        long duration = System.nanoTime() - tally.startedAt;
        Thread.ofVirtual().start(() -> {
            Answer answer = tally.answer;
            Tokens told = tally.told();
            Tokens tokens = answer == null || told != null ? told : count(tally, answer);
            Event.Money money = tokens == null ? Event.Money.zero() : money(tally, tokens);
            if (tally.onSettled != null) {
                tally.onSettled.accept(tokens, money.costNano());
            }
            events.publish(event(tally, duration, tokens, money));
        });
    }

    /** A call beside that is not made after all: what was reserved for it is free again. */
    public void dismiss(Tally tally) {
        if (tally.settle() && tally.onSettled != null) {
            tally.onSettled.accept(null, 0);
        }
    }

    private Tokens count(Tally tally, Answer answer) {
        String model = Objects.requireNonNullElse(tally.modelUsed, tally.model);
        long output =
                answer.overflowed() ? TokenCounter.rough(answer.characters()) : counter.count(model, answer.content());
        return new Tokens(counter.count(model, tally.prompt.get()), output, 0, 0, true);
    }

    private void finish(RoutingContext route, Tally tally, long duration, @Nullable Tokens tokens) {
        Event.Money money = tokens == null ? Event.Money.zero() : money(tally, tokens);
        if (tally.onSettled != null) {
            tally.onSettled.accept(isHit(tally) ? null : tokens, money.costNano());
        }
        note(route, tally, tokens, money);
        measure(tally, duration, tokens, money);
        events.publish(event(tally, duration, tokens, money));
    }

    private static void note(RoutingContext route, Tally tally, @Nullable Tokens tokens, Event.Money money) {
        RequestLog.note(route, "tenant", tally.caller.tenant());
        RequestLog.note(route, "model", tally.model);
        RequestLog.note(route, "provider", tally.provider);
        RequestLog.note(route, "route", tally.route);
        RequestLog.note(route, "cache", tally.outcome);
        if (tokens != null) {
            RequestLog.note(route, "tokensIn", tokens.input());
            RequestLog.note(route, "tokensOut", tokens.output());
        }
        RequestLog.note(route, "costNano", money.costNano());
        RequestLog.note(route, "upstreamMs", TimeUnit.NANOSECONDS.toMillis(tally.waitedNanos));
        RequestLog.note(route, "error", tally.error);
    }

    private void measure(Tally tally, long duration, @Nullable Tokens tokens, Event.Money money) {
        String provider = tally.provider == null ? "none" : tally.provider;
        timers.request(tally, provider, duration);
        if (tally.attempts > 0) {
            timers.firstByte(provider, tally.waitedNanos);
            stats.count(provider, tally, tokens, money);
        }
    }

    private static boolean isHit(Tally tally) {
        return switch (tally.outcome) {
            case "HIT", "SEMANTIC", "JOINED" -> true;
            default -> false;
        };
    }

    private static Event event(Tally tally, long duration, @Nullable Tokens tokens, Event.Money money) {
        boolean hit = isHit(tally);
        Event.Call call = new Event.Call(
                tally.route,
                hit ? "cache" : tally.attempts == 0 ? null : tally.provider,
                tally.model,
                tally.modelUsed,
                tally.stream,
                tally.status,
                tally.error,
                tally.attempts,
                TimeUnit.NANOSECONDS.toMicros(duration),
                tally.firstByteAt == 0 ? null : TimeUnit.NANOSECONDS.toMicros(tally.firstByteAt - tally.startedAt),
                TimeUnit.NANOSECONDS.toMicros(tally.overheadNanos()));
        Event.Usage usage = tokens == null || hit
                ? null
                : new Event.Usage(
                        tokens.input(),
                        tokens.output(),
                        tokens.cachedInput(),
                        tokens.reasoning(),
                        tokens.estimated(),
                        tokens.audioInput(),
                        tokens.audioOutput());
        return new Event(
                Event.SCHEMA,
                Ids.next(),
                Instant.now(),
                tally.caller.tenant(),
                tally.caller.project(),
                Event.Source.GATEWAY,
                tally.kind,
                tally.origin,
                call,
                usage,
                money,
                new Event.CacheNote(
                        tally.outcome, tally.layer, tally.similarity, hit && tokens != null ? tokens.total() : 0),
                null,
                tally.optimized,
                props(tally));
    }

    private static Map<String, String> props(Tally tally) {
        if (!tally.degraded().isEmpty()) {
            tally.note("degraded", tally.degraded());
        }
        return tally.notes;
    }
}
