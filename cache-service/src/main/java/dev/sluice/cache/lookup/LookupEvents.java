package dev.sluice.cache.lookup;

import dev.sluice.cache.store.Answer;
import dev.sluice.contracts.cache.CacheReply;
import dev.sluice.contracts.events.Event;
import dev.sluice.contracts.identity.Caller;
import dev.sluice.kit.events.EventPublisher;
import dev.sluice.kit.ids.Ids;
import io.opentelemetry.api.trace.Span;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Map;

/**
 * One event per look-up. It carries no money: what a hit saved is told once, by the gateway's completion event, which
 * knows whether the hit was used.
 */
@ApplicationScoped
class LookupEvents {

    private final EventPublisher publisher;

    LookupEvents(EventPublisher publisher) {
        this.publisher = publisher;
    }

    /**
     * A decision.
     *
     * @param category what the question is about
     */
    void tell(Caller caller, String requestId, Found found, String category) {
        tell(caller, requestId, note(found), category);
    }

    /** An answer of the tenant's own FAQ. */
    void tell(Caller caller, String requestId, CacheReply curated, String category) {
        tell(
                caller,
                requestId,
                new Event.CacheNote(curated.outcome().name(), "faq", curated.similarity(), 0),
                category);
    }

    private void tell(Caller caller, String requestId, Event.CacheNote note, String category) {
        var span = Span.current().getSpanContext();
        publisher.publish(new Event(
                Event.SCHEMA,
                Ids.next(),
                Instant.now(),
                caller.tenant(),
                caller.project(),
                Event.Source.CACHE,
                Event.Kind.CACHE,
                new Event.Origin(requestId, caller.keyId(), null, span.isValid() ? span.getTraceId() : null),
                null,
                null,
                Event.Money.zero(),
                note,
                null,
                null,
                Map.of("category", category)));
    }

    private static Event.CacheNote note(Found found) {
        return switch (found) {
            case Found.Same(Answer answer) -> new Event.CacheNote("HIT", "exact", null, answer.tokens());
            case Found.Similar similar ->
                new Event.CacheNote(
                        "SEMANTIC",
                        "semantic",
                        similar.hit().similarity(),
                        similar.answer().tokens());
            case Found.Proven(Answer answer, double similarity) ->
                new Event.CacheNote("SEMANTIC", "alias", similarity, answer.tokens());
            case Found.Shadowed shadowed -> new Event.CacheNote("MISS", null, null, 0);
            case Found.Nothing nothing -> new Event.CacheNote("MISS", null, null, 0);
        };
    }
}
