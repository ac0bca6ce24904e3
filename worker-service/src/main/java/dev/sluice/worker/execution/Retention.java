package dev.sluice.worker.execution;

import dev.sluice.contracts.tasks.TaskRecord;
import dev.sluice.worker.WorkerConfig;
import dev.sluice.worker.ledger.TaskLedger;
import dev.sluice.worker.ledger.TaskWriter;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;

/** Forgets finished tasks that are too old or too many, by tombstones on the state topic, once a minute. */
@ApplicationScoped
class Retention {

    private static final Duration APART = Duration.ofMinutes(1);
    private static final int AT_ONCE = 5_000;

    private final TaskLedger ledger;
    private final TaskWriter writer;
    private final Duration keep;
    private final int keepAtMost;
    private Instant next = Instant.MIN;

    Retention(TaskLedger ledger, TaskWriter writer, WorkerConfig config) {
        this.ledger = ledger;
        this.writer = writer;
        this.keep = config.tasks().keep();
        this.keepAtMost = config.tasks().keepAtMost();
    }

    void tidy(Instant now) {
        if (now.isBefore(next)) {
            return;
        }
        next = now.plus(APART);
        List<TaskRecord> finished = ledger.table()
                .finished()
                .sorted(Comparator.comparing(TaskRecord::updatedAt))
                .toList();
        forgettable(finished, now, keep, keepAtMost).forEach(task -> writer.forget(task.id()));
    }

    /** What goes, of finished tasks sorted oldest first. */
    static List<TaskRecord> forgettable(List<TaskRecord> oldestFirst, Instant now, Duration keep, int keepAtMost) {
        int tooMany = Math.max(0, oldestFirst.size() - keepAtMost);
        Instant since = now.minus(keep);
        long tooOld = oldestFirst.stream()
                .takeWhile(task -> task.updatedAt().isBefore(since))
                .count();
        return oldestFirst.stream()
                .limit(Math.min(AT_ONCE, Math.max(tooMany, tooOld)))
                .toList();
    }
}
