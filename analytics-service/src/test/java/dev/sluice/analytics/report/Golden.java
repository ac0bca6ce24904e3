package dev.sluice.analytics.report;

import dev.sluice.contracts.events.Event;
import dev.sluice.kit.prices.Prices;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One data set for all engines: ten days of two tenants, the same events each time. What the engines answer is compared
 * with what plain Java makes of this list.
 */
final class Golden {

    static final Instant FROM = Instant.parse("2026-11-02T00:00:00Z");
    static final Instant TO = FROM.plus(Duration.ofDays(10));
    static final Prices PRICES = Prices.bundled();

    private static final List<String> MODELS =
            List.of("gpt-4o-mini", "gpt-4o", "claude-3-5-haiku", "gpt-audio", "in-house");
    private static final List<String> OUTCOMES = List.of("HIT", "SEMANTIC", "JOINED", "MISS", "MISS", "MISS", "BYPASS");
    private static final List<String> STEPS =
            List.of("page_view", "query_submitted", "answer_read", "positive_feedback");
    private static final int USERS = 60;

    private final Random random = new Random(7);
    private final List<Event> events = new ArrayList<>();

    private Golden() {}

    /** So many calls, and tasks, optimised prompts and steps of users beside them. */
    static List<Event> events(int calls) {
        var golden = new Golden();
        for (int i = 0; i < calls; i++) {
            golden.call();
            if (i % 7 == 0) {
                golden.task();
            }
            if (i % 11 == 0) {
                golden.optimized();
            }
            golden.step();
        }
        return golden.events;
    }

    private void call() {
        String asked = pick(MODELS);
        String used = random.nextInt(5) == 0 ? pick(MODELS) : asked;
        String outcome = pick(OUTCOMES);
        boolean hit = List.of("HIT", "SEMANTIC", "JOINED").contains(outcome);
        boolean failed = !hit && random.nextInt(12) == 0;
        long input = random.nextInt(4_000) + 1L;
        long cached = random.nextInt((int) input);
        long output = random.nextInt(900);
        long heard = random.nextInt(3) == 0 ? random.nextInt((int) (input - cached)) : 0;
        long spoken = random.nextInt(3) == 0 ? random.nextInt((int) output + 1) : 0;
        var price = PRICES.of(used);
        String version = price.isPresent() ? PRICES.version() : Prices.NONE;
        long list = price.map(p -> p.nanoUsd(input, cached, output, 0, heard, spoken))
                .orElse(0L);
        Event.Money money = failed
                ? Event.Money.zero()
                : hit ? new Event.Money(0, list, version) : new Event.Money(list, random.nextInt(3) * 1_000L, version);
        boolean beside = random.nextInt(25) == 0;
        add(
                Event.Source.GATEWAY,
                random.nextInt(6) == 0 ? Event.Kind.EMBEDDING : Event.Kind.COMPLETION,
                new Event.Call(
                        beside ? "shadow:default" : "default",
                        hit ? "cache" : "openai",
                        asked,
                        used,
                        random.nextBoolean(),
                        failed ? 400 + random.nextInt(3) * 29 : 200,
                        failed && random.nextBoolean() ? "timeout" : null,
                        1,
                        1_000L + random.nextInt(3_000_000),
                        random.nextInt(4) == 0 ? null : Long.valueOf(500L + random.nextInt(400_000)),
                        100L + random.nextInt(900)),
                hit || failed ? null : new Event.Usage(input, output, cached, 0, false, heard, spoken),
                money,
                new Event.CacheNote(
                        outcome,
                        null,
                        outcome.equals("SEMANTIC") ? 0.9 + random.nextInt(99) / 1_000.0 : null,
                        hit ? input : 0),
                null,
                null,
                null);
    }

    private void task() {
        add(
                Event.Source.WORKER,
                Event.Kind.TASK,
                null,
                null,
                Event.Money.zero(),
                null,
                new Event.TaskNote(
                        "t-" + random.nextInt(1_000),
                        "summary",
                        random.nextBoolean() ? "normal" : "bulk",
                        random.nextInt(5) == 0 ? "failed" : "succeeded",
                        1,
                        random.nextInt(5_000),
                        random.nextInt(20_000),
                        null),
                null,
                null);
    }

    private void optimized() {
        long before = 100 + random.nextInt(500);
        add(
                Event.Source.OPTIMIZER,
                Event.Kind.OPTIMIZE,
                null,
                null,
                Event.Money.zero(),
                null,
                null,
                new Event.OptimizeNote(before, before - random.nextInt(90), List.of("whitespace")),
                null);
    }

    private void step() {
        add(Event.Source.CLIENT, Event.Kind.CLIENT, null, null, Event.Money.zero(), null, null, null, pick(STEPS));
    }

    private void add(
            Event.Source source,
            Event.Kind kind,
            Event.@Nullable Call call,
            Event.@Nullable Usage usage,
            Event.Money money,
            Event.@Nullable CacheNote cache,
            Event.@Nullable TaskNote task,
            Event.@Nullable OptimizeNote optimize,
            @Nullable String name) {
        long length = Duration.between(FROM, TO).toMillis();
        int user = random.nextInt(USERS);
        events.add(new Event(
                Event.SCHEMA,
                new UUID(random.nextLong(), random.nextLong()).toString(),
                // No two at once: the order of steps is then the same everywhere.
                FROM.plusMillis(Math.floorMod(random.nextLong(), length)).plusNanos(events.size() % 1_000 * 1_000L),
                random.nextInt(5) == 0 ? "other" : "acme",
                user % 3 == 0 ? null : "shop",
                source,
                kind,
                new Event.Origin(
                        "req-" + events.size(),
                        "key-" + user % 4,
                        user % 4 == 0 ? "session-" + user : null,
                        null,
                        user % 5 == 0 ? null : String.format(Locale.ROOT, "%032x", user)),
                call,
                usage,
                money,
                cache,
                task,
                optimize,
                call != null && user % 2 == 0
                        ? Map.of("template", "brief@" + (1 + user % 3), "about", "a \"template\":\"no@1\"")
                        : Map.of(),
                name));
    }

    private String pick(List<String> from) {
        return from.get(random.nextInt(from.size()));
    }
}
