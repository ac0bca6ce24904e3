package dev.sluice.analytics.trials;

import dev.sluice.analytics.Events;
import dev.sluice.contracts.events.Event;
import dev.sluice.contracts.experiments.Experiment;
import dev.sluice.contracts.experiments.Experiment.Guardrail;
import dev.sluice.contracts.experiments.Experiment.Method;
import dev.sluice.contracts.experiments.Experiment.State;
import dev.sluice.contracts.experiments.Experiment.Unit;
import dev.sluice.contracts.experiments.Experiment.Variant;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Experiments and calls in them, for tests. */
final class Lab {

    static final Instant START = Instant.parse("2026-11-10T00:00:00Z");
    static final Instant END = Instant.parse("2026-11-17T00:00:00Z");
    static final String TENANT = "acme/site";
    static final String NAME = "cheaper-support";

    private Lab() {}

    static Experiment running(String metric, List<Guardrail> guardrails, Method method) {
        return new Experiment(
                TENANT,
                NAME,
                null,
                null,
                Unit.CONVERSATION,
                1,
                List.of(
                        new Variant("control", 50, null, null, null, null),
                        new Variant("mini", 50, "gpt-4o-mini", null, null, null)),
                metric,
                guardrails,
                method,
                State.RUNNING,
                START,
                START,
                null,
                List.of(),
                null);
    }

    static Method anyTime() {
        return new Method(Method.Kind.ALWAYS_VALID, 500, 0.05);
    }

    /** A call in a session; without a variant it took no part. */
    static Event call(String session, String variant, Instant at, long costNano, long durationMicros, boolean failed) {
        Event good = Events.completion(TENANT, at, "MISS", costNano, 0);
        Map<String, String> props = variant.isEmpty()
                ? Map.of()
                : Map.of("exp." + NAME, variant, "exp." + NAME + "-2", "other", "region", "eu");
        return new Event(
                Event.SCHEMA,
                UUID.randomUUID().toString(),
                at,
                TENANT,
                null,
                good.source(),
                good.kind(),
                new Event.Origin("r", "key-1", session, null),
                new Event.Call(
                        "default",
                        "openai",
                        "small",
                        "small",
                        false,
                        failed ? 502 : 200,
                        failed ? "upstream_502" : null,
                        1,
                        durationMicros,
                        failed ? null : Long.valueOf(durationMicros / 2),
                        300),
                good.usage(),
                new Event.Money(costNano, 0, "2026-11"),
                good.cache(),
                null,
                null,
                props);
    }

    /** Something a client says about a session. */
    static Event said(String session, String name, Instant at) {
        return new Event(
                Event.SCHEMA,
                UUID.randomUUID().toString(),
                at,
                TENANT,
                null,
                Event.Source.CLIENT,
                Event.Kind.CLIENT,
                new Event.Origin(null, "key-1", session, null),
                null,
                null,
                Event.Money.zero(),
                null,
                null,
                null,
                Map.of(),
                name);
    }
}
