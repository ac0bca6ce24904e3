package dev.sluice.analytics;

import dev.sluice.contracts.events.Event;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Events for tests. */
public final class Events {

    private Events() {}

    /** A good completion that cost something. */
    public static Event completion(String tenant, Instant at, String outcome, long costNano, long savedNano) {
        return completion(UUID.randomUUID().toString(), tenant, at, outcome, costNano, savedNano);
    }

    /** As the shorter one, with an id. */
    public static Event completion(
            String id, String tenant, Instant at, String outcome, long costNano, long savedNano) {
        return new Event(
                Event.SCHEMA,
                id,
                at,
                tenant,
                "shop",
                Event.Source.GATEWAY,
                Event.Kind.COMPLETION,
                new Event.Origin("req-" + id.substring(0, 8), "key-1", null, null),
                new Event.Call("default", "openai", "small", "small-2026", false, 200, null, 1, 120_000, 80_000L, 300),
                new Event.Usage(100, 20, 0, 0, false, 0, 0),
                new Event.Money(costNano, savedNano, "2026-11"),
                new Event.CacheNote(outcome, null, outcome.equals("SEMANTIC") ? 0.93 : null, savedNano > 0 ? 120 : 0),
                null,
                null,
                Map.of());
    }

    /** A call that was made beside a request: slow and without a user. */
    public static Event shadow(String tenant, Instant at, long costNano) {
        Event good = completion(tenant, at, "BYPASS", costNano, 0);
        return new Event(
                Event.SCHEMA,
                good.id(),
                at,
                tenant,
                null,
                good.source(),
                good.kind(),
                good.origin(),
                new Event.Call(
                        "shadow:default", "openai", "small", "large", false, 502, "timeout", 1, 9_000_000, null, 300),
                good.usage(),
                good.money(),
                good.cache(),
                null,
                null,
                Map.of("shadow", "true"));
    }

    /** A completion that failed. */
    public static Event failed(String tenant, Instant at, int status, @Nullable String error) {
        Event good = completion(tenant, at, "MISS", 0, 0);
        return new Event(
                Event.SCHEMA,
                good.id(),
                at,
                tenant,
                null,
                good.source(),
                good.kind(),
                good.origin(),
                new Event.Call("default", null, "small", null, true, status, error, 2, 30_000, null, 200),
                null,
                Event.Money.zero(),
                good.cache(),
                null,
                null,
                Map.of("region", "eu"));
    }

    /** A task that ended. */
    public static Event task(String tenant, Instant at, String lane, String state) {
        return new Event(
                Event.SCHEMA,
                UUID.randomUUID().toString(),
                at,
                tenant,
                null,
                Event.Source.WORKER,
                Event.Kind.TASK,
                new Event.Origin(null, "key-1", null, null),
                null,
                null,
                Event.Money.zero(),
                null,
                new Event.TaskNote("t-1", "summary", lane, state, 1, 12, 340, "local"),
                null,
                Map.of());
    }

    /** What the optimiser did to a prompt. */
    public static Event optimize(String tenant, Instant at, long before, long after) {
        return new Event(
                Event.SCHEMA,
                UUID.randomUUID().toString(),
                at,
                tenant,
                null,
                Event.Source.OPTIMIZER,
                Event.Kind.OPTIMIZE,
                new Event.Origin(null, null, null, null),
                null,
                null,
                Event.Money.zero(),
                null,
                null,
                new Event.OptimizeNote(before, after, List.of("whitespace", "fillers")),
                Map.of());
    }
}
