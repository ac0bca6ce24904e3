package dev.sluice.worker.batches;

import dev.sluice.contracts.events.Event;
import dev.sluice.contracts.tasks.Lane;
import dev.sluice.kit.events.EventPublisher;
import dev.sluice.kit.ids.Ids;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/** Tells the rest of the suite that a batch is over: one event, by the worker whose final record counted. */
@ApplicationScoped
class Endings {

    private final EventPublisher events;
    private final Rests rests;
    private final Requests requests;
    private final MeterRegistry meters;

    Endings(EventPublisher events, Rests rests, Requests requests, MeterRegistry meters) {
        this.events = events;
        this.rests = rests;
        this.requests = requests;
        this.meters = meters;
    }

    /** The batch's final state is on the topic and counts. */
    void reached(Batch batch) {
        rests.forget(batch);
        requests.forget(batch);
        meters.counter("sluice.batches.finished", "status", batch.status().wireName())
                .increment();
        events.publish(event(batch));
    }

    static Event event(Batch batch) {
        Batch.Order order = batch.order();
        Instant ended = batch.times().getOrDefault(batch.status().wireName(), order.createdAt());
        Instant started = batch.times().getOrDefault(Batch.Status.IN_PROGRESS.wireName(), ended);
        return new Event(
                Event.SCHEMA,
                Ids.next(),
                ended,
                order.tenant(),
                order.project(),
                Event.Source.WORKER,
                Event.Kind.TASK,
                new Event.Origin(order.requestId(), order.keyId(), null, null),
                null,
                null,
                Event.Money.zero(),
                null,
                new Event.TaskNote(
                        order.id(),
                        "openai-batch",
                        Lane.BULK.wireName(),
                        batch.status() == Batch.Status.COMPLETED
                                ? "succeeded"
                                : batch.status().wireName(),
                        1,
                        Duration.between(order.createdAt(), started).toMillis(),
                        Duration.between(started, ended).toMillis(),
                        null),
                null,
                Map.of());
    }
}
