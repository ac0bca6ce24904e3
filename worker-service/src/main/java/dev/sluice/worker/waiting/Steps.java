package dev.sluice.worker.waiting;

import dev.sluice.contracts.tasks.TaskRecord;
import dev.sluice.worker.execution.Finals;
import dev.sluice.worker.leases.Leases;
import dev.sluice.worker.ledger.Task;
import dev.sluice.worker.ledger.TaskLedger;
import dev.sluice.worker.ledger.TaskWriter;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.function.Function;

/** Takes a task that no worker has one step further, under a lease, so that no worker starts it meanwhile. */
@ApplicationScoped
public class Steps {

    private final TaskLedger ledger;
    private final TaskWriter writer;
    private final Leases leases;
    private final Finals finals;

    Steps(TaskLedger ledger, TaskWriter writer, Leases leases, Finals finals) {
        this.ledger = ledger;
        this.writer = writer;
        this.leases = leases;
        this.finals = finals;
    }

    /**
     * Takes the step.
     *
     * @param seen the task as the caller knows it
     * @param step from the state the task is in now to the next; empty when it is in none this step leads from
     * @return the next state, if it counts
     * @throws dev.sluice.worker.ledger.LedgerAway when Kafka does not acknowledge it
     */
    public Optional<TaskRecord> take(TaskRecord seen, Function<Task, Optional<? extends Task>> step) {
        return leases.claim(new Leases.Name(seen.tenant(), seen.id()), seen.version())
                .flatMap(lease -> {
                    try {
                        Optional<Task> next =
                                ledger.full(seen.id()).map(Task::of).flatMap(step);
                        Optional<TaskRecord> written = next.map(Task::record).filter(writer::append);
                        written.filter(record -> record.state().isTerminal()).ifPresent(finals::reached);
                        return written;
                    } finally {
                        leases.release(lease);
                    }
                });
    }
}
