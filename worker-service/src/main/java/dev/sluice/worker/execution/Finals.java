package dev.sluice.worker.execution;

import dev.sluice.contracts.events.Event;
import dev.sluice.contracts.tasks.TaskRecord;
import dev.sluice.kit.events.EventPublisher;
import dev.sluice.worker.ledger.TaskIds;
import dev.sluice.worker.ledger.TaskLedger;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;

/**
 * Tells the rest of the suite that a task has ended: one event, whose id follows from the task and its final state, so
 * that however often it is told it counts once. It is told again after a start for tasks that ended shortly before, in
 * case the worker ended between the final state and the event.
 */
@ApplicationScoped
public class Finals {

    private static final Duration RETOLD = Duration.ofMinutes(10);

    private final EventPublisher events;
    private final TaskLedger ledger;
    private final Clock clock;
    private final MeterRegistry meters;

    Finals(EventPublisher events, TaskLedger ledger, Clock clock, MeterRegistry meters) {
        this.events = events;
        this.ledger = ledger;
        this.clock = clock;
        this.meters = meters;
    }

    /** The task's final state is on the topic and counts. */
    public void reached(TaskRecord task) {
        meters.counter("sluice.tasks.finished", "type", task.type(), "state", wire(task))
                .increment();
        events.publish(event(task));
    }

    /** Tells again of what ended shortly before this start. */
    void retell() {
        Instant since = clock.instant().minus(RETOLD);
        ledger.table()
                .finished()
                .filter(task -> since.isBefore(task.updatedAt()))
                .forEach(task -> events.publish(event(task)));
    }

    static Event event(TaskRecord task) {
        Instant started = task.startedAt();
        Instant ended = task.updatedAt();
        var note = new Event.TaskNote(
                task.id(),
                task.type(),
                task.priority().wireName(),
                wire(task),
                task.attempt(),
                Duration.between(task.createdAt(), started == null ? ended : started)
                        .toMillis(),
                started == null ? 0 : Duration.between(started, ended).toMillis(),
                task.madeBy());
        return new Event(
                Event.SCHEMA,
                eventId(task),
                ended,
                task.tenant(),
                task.project(),
                Event.Source.WORKER,
                Event.Kind.TASK,
                new Event.Origin(task.requestId(), task.keyId(), null, null),
                null,
                null,
                Event.Money.zero(),
                null,
                note,
                null,
                Map.of());
    }

    private static String wire(TaskRecord task) {
        return task.state().name().toLowerCase(Locale.ROOT);
    }

    private static String eventId(TaskRecord task) {
        int life = task.deaths() == null ? 0 : task.deaths().size();
        return TaskIds.hashed(task.id() + ":" + task.createdAt() + ":" + life + ":" + wire(task));
    }
}
