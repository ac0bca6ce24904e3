package dev.sluice.optimizer.prompt;

import dev.sluice.contracts.events.Event;
import dev.sluice.contracts.identity.Caller;
import dev.sluice.contracts.optimize.OptimizeReply;
import dev.sluice.contracts.optimize.OptimizeReply.Technique;
import dev.sluice.contracts.optimize.OptimizeRequest.Level;
import dev.sluice.kit.events.EventPublisher;
import dev.sluice.kit.ids.Ids;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;

/** Counts what was answered: the tenant's totals, metrics, and an event. */
@ApplicationScoped
class Books {

    private final Totals totals;
    private final EventPublisher events;
    private final MeterRegistry meters;

    Books(Totals totals, EventPublisher events, MeterRegistry meters) {
        this.totals = totals;
        this.events = events;
        this.meters = meters;
    }

    /**
     * How a reply came about.
     *
     * @param fromCache whether it was known
     * @param complete whether the time was enough
     * @param took how long it took
     */
    record Course(boolean fromCache, boolean complete, Duration took) {}

    void enter(OptimizeReply reply, Level wanted, Caller caller, String requestId, Course course) {
        totals.add(caller.tenant(), reply, course);
        meters.timer("sluice.optimizer.duration").record(course.took());
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
                Map.of("level", lower(wanted), "cached", String.valueOf(course.fromCache()), "passed", passed(reply))));
    }

    /** The tokens as the model that is asked counts them have been told. */
    void told(OptimizeReply reply, Caller caller) {
        if (reply.counts() != null) {
            totals.add(caller.tenant(), reply.counts());
        }
    }

    private static String passed(OptimizeReply reply) {
        return reply.passed() == null ? "" : lower(reply.passed());
    }

    private static String lower(Enum<?> name) {
        return name.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
