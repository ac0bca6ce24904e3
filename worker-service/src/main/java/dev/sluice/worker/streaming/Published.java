package dev.sluice.worker.streaming;

import dev.sluice.contracts.events.Event;
import dev.sluice.contracts.identity.Caller;
import dev.sluice.kit.events.EventPublisher;
import dev.sluice.kit.ids.Ids;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Tells of streamed answers, one event each; never what was asked or answered. */
@ApplicationScoped
class Published {

    private final EventPublisher publisher;
    private final Clock clock;

    Published(EventPublisher publisher, Clock clock) {
        this.publisher = publisher;
        this.clock = clock;
    }

    /** How an answer went. */
    record Course(String outcome, String madeBy, int sources, int citations, int dropped) {}

    void search(Caller asking, @Nullable String requestId, Instant start, Course course) {
        Instant now = clock.instant();
        publisher.publish(new Event(
                Event.SCHEMA,
                Ids.next(),
                now,
                asking.tenant(),
                asking.project(),
                Event.Source.WORKER,
                Event.Kind.SEARCH,
                new Event.Origin(requestId, asking.keyId(), null, null),
                null,
                null,
                Event.Money.zero(),
                null,
                null,
                null,
                Map.of(
                        "outcome", course.outcome(),
                        "madeBy", course.madeBy(),
                        "sources", Integer.toString(course.sources()),
                        "citations", Integer.toString(course.citations()),
                        "dropped", Integer.toString(course.dropped()),
                        "millis", Long.toString(Duration.between(start, now).toMillis()))));
    }
}
