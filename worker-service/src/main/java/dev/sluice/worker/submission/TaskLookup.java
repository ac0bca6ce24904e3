package dev.sluice.worker.submission;

import dev.sluice.contracts.tasks.TaskRecord;
import dev.sluice.contracts.tasks.TaskView;
import dev.sluice.kit.identity.CurrentCaller;
import dev.sluice.kit.problem.Refusal;
import dev.sluice.worker.ledger.LedgerAway;
import dev.sluice.worker.ledger.TaskLedger;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Map;

/** Finds the caller's tasks; another tenant's is as missing as one that never was. */
@ApplicationScoped
public class TaskLookup {

    private static final Duration CATCH_UP = Duration.ofSeconds(2);

    private final TaskLedger ledger;
    private final CurrentCaller caller;

    TaskLookup(TaskLedger ledger, CurrentCaller caller) {
        this.ledger = ledger;
        this.caller = caller;
    }

    /**
     * The task without its result.
     *
     * @throws Refusal 404, or 503 while it is not known whether there is such a task
     */
    public TaskRecord find(String id) {
        String tenant = caller.get().tenant();
        var known = ledger.table().find(id);
        if (known.isEmpty() && !(ledger.isReady() && ledger.awaitCurrent(CATCH_UP))) {
            throw rebuilding();
        }
        return ledger.table()
                .find(id)
                .filter(task -> task.tenant().equals(tenant))
                .orElseThrow(() -> Refusal.notFound("task", shortened(id)));
    }

    /** The task with its result, as {@link #find} finds it. */
    public TaskView view(String id) {
        find(id);
        try {
            return ledger.full(id)
                    .orElseThrow(() -> Refusal.notFound("task", shortened(id)))
                    .view();
        } catch (LedgerAway e) {
            throw new Refusal(
                    503,
                    "kafka_away",
                    "Service unavailable",
                    "The task is known, but its result cannot be read from Kafka now. Ask again.",
                    Map.of("Retry-After", "5"));
        }
    }

    static Refusal rebuilding() {
        return new Refusal(
                503,
                "tasks_rebuilding",
                "Service unavailable",
                "The list of tasks is being rebuilt, or Kafka is away; whether this task exists is known in a moment.",
                Map.of("Retry-After", "1"));
    }

    static String shortened(String id) {
        return id.length() > 60 ? id.substring(0, 60) + "…" : id;
    }
}
