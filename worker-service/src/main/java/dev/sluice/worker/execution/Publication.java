package dev.sluice.worker.execution;

import dev.sluice.contracts.tasks.TaskRecord;
import dev.sluice.contracts.tasks.TaskResult;
import dev.sluice.contracts.tasks.TaskState;
import dev.sluice.worker.leases.Leases;
import dev.sluice.worker.leases.Leases.Lease;
import dev.sluice.worker.leases.Leases.Renewal;
import dev.sluice.worker.ledger.LedgerAway;
import dev.sluice.worker.ledger.Task;
import dev.sluice.worker.ledger.TaskLedger;
import dev.sluice.worker.ledger.TaskWriter;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.logging.Log;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;

/**
 * Writes the end of an attempt: result first, then the state. Only under a live lease, and only when the ledger still
 * says that this attempt runs; a worker that lost its lease writes nothing.
 */
@ApplicationScoped
class Publication {

    private static final Duration CATCH_UP = Duration.ofSeconds(5);

    private final TaskLedger ledger;
    private final TaskWriter writer;
    private final Leases leases;
    private final Attempts attempts;
    private final Finals finals;
    private final Counter fenced;

    Publication(
            TaskLedger ledger,
            TaskWriter writer,
            Leases leases,
            Attempts attempts,
            Finals finals,
            MeterRegistry meters) {
        this.ledger = ledger;
        this.writer = writer;
        this.leases = leases;
        this.attempts = attempts;
        this.finals = finals;
        this.fenced = meters.counter("sluice.tasks.fenced");
    }

    /**
     * Takes the running task one step further.
     *
     * @param taskId the task
     * @param lease the attempt's lease
     * @param step from the running state to the next
     */
    void publish(String taskId, Lease lease, Function<Task.Running, Task> step) {
        boolean fresh = attempts.isFresh(taskId);
        while (fresh || leases.renew(lease) != Renewal.LOST) {
            fresh = false;
            try {
                if (!leases.canTakeOver()) {
                    // The lease store is away, so only the topic can tell whether somebody else has gone on.
                    ledger.awaitCurrent(CATCH_UP);
                }
                Optional<Task.Running> running = running(taskId, lease);
                if (running.isEmpty()) {
                    break;
                }
                if (write(running.get(), step.apply(running.get()))) {
                    return;
                }
                break;
            } catch (LedgerAway e) {
                // It may have been written all the same: what the topic says decides whether to write once more.
                Log.warnf("task %s: its end is not confirmed (%s); looking again", taskId, e.getMessage());
                if (!ledger.awaitCurrent(CATCH_UP) && Thread.currentThread().isInterrupted()) {
                    return;
                }
            }
        }
        fenced.increment();
        Log.warnf("task %s: this worker no longer holds it; what it made is discarded", taskId);
    }

    /**
     * Takes a running task whose worker is gone one step further. The caller holds a new lease on it.
     *
     * @param seen the record the caller judged by
     * @return false when the task has moved since
     */
    boolean takeOver(TaskRecord seen, Function<Task.Running, Task> step) {
        Optional<Task.Running> still = ledger.full(seen.id())
                .filter(record -> record.version() == seen.version())
                .map(Task::of)
                .filter(Task.Running.class::isInstance)
                .map(Task.Running.class::cast);
        return still.isPresent() && write(still.get(), step.apply(still.get()));
    }

    private Optional<Task.Running> running(String taskId, Lease lease) {
        return ledger.full(taskId)
                .map(Task::of)
                .filter(task -> task instanceof Task.Running running && running.isUnder(lease.token()))
                .map(Task.Running.class::cast);
    }

    private boolean write(Task.Running from, Task to) {
        TaskRecord record = to.record();
        String madeBy = record.madeBy();
        TaskRecord.LeaseMark mark = from.record().lease();
        if (record.state() == TaskState.SUCCEEDED && madeBy != null && mark != null) {
            writer.append(new TaskResult(
                    TaskResult.SCHEMA,
                    record.id(),
                    record.tenant(),
                    record.type(),
                    record.attempt(),
                    mark.token(),
                    record.result(),
                    madeBy,
                    record.updatedAt()));
        }
        if (record.state() == TaskState.DEAD) {
            writer.bury(record);
        }
        boolean counted = writer.append(record);
        if (counted && to instanceof Task.Finished) {
            finals.reached(record);
        }
        return counted;
    }
}
