package dev.sluice.worker.ledger;

import dev.sluice.contracts.tasks.TaskRecord;
import dev.sluice.contracts.tasks.TaskState;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;

/**
 * How long the oldest task that could run now has waited for its turn, of all workers' tasks: what an autoscaler and an
 * alert look at. A task that waits for its parents, for its time or for another attempt is not late.
 */
final class QueueAge {

    private QueueAge() {}

    /** Shows it as {@code sluice_tasks_queue_age_seconds}; counted when somebody looks. */
    static void watch(TaskTable table, Clock clock, MeterRegistry meters) {
        Gauge.builder(
                        "sluice.tasks.queue.age",
                        table,
                        known -> of(known.open(), clock.instant()).toMillis() / 1_000.0)
                .description("How long the oldest task that could run now has waited")
                .baseUnit("seconds")
                .register(meters);
    }

    /** Zero when nothing waits. */
    static Duration of(Collection<TaskRecord> open, Instant now) {
        return open.stream()
                .filter(task -> task.state() == TaskState.ACCEPTED)
                .map(TaskRecord::updatedAt)
                .min(Instant::compareTo)
                .map(since -> Duration.between(since, now))
                .filter(Duration::isPositive)
                .orElse(Duration.ZERO);
    }
}
