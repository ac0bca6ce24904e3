package dev.sluice.worker.dead;

import dev.sluice.contracts.tasks.TaskRecord;
import dev.sluice.kit.problem.Refusal;
import dev.sluice.worker.ledger.LedgerAway;
import dev.sluice.worker.ledger.Task;
import dev.sluice.worker.ledger.TaskWriter;
import dev.sluice.worker.submission.Admission;
import dev.sluice.worker.waiting.Steps;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;

/** Queues a dead task anew, as if it were submitted again. */
@ApplicationScoped
class Replay {

    private final Steps steps;
    private final Admission admission;
    private final TaskWriter writer;
    private final Clock clock;

    Replay(Steps steps, Admission admission, TaskWriter writer, Clock clock) {
        this.steps = steps;
        this.admission = admission;
        this.writer = writer;
        this.clock = clock;
    }

    /**
     * The task as it is queued; empty when it is not dead.
     *
     * @throws Refusal 429 when its lane is full, 503 when Kafka does not acknowledge
     */
    Optional<TaskRecord> replay(TaskRecord dead) {
        admission.enter(dead.tenant(), dead.priority());
        try {
            Optional<TaskRecord> again = steps.take(
                    dead,
                    task -> task instanceof Task.Dead known
                            ? Optional.of(known.replay(clock.instant()))
                            : Optional.empty());
            again.ifPresent(task -> {
                writer.exhume(task.id());
                writer.wake(task, "replay");
            });
            return again;
        } catch (LedgerAway e) {
            throw new Refusal(
                    503,
                    "kafka_away",
                    "Service unavailable",
                    "Kafka did not acknowledge the replay. Send it again, which does no harm.",
                    Map.of("Retry-After", "5"));
        } finally {
            admission.arrived(dead.tenant(), dead.priority());
        }
    }
}
