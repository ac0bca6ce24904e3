package dev.sluice.worker.execution;

import dev.sluice.contracts.tasks.TaskRecord;
import dev.sluice.worker.ledger.TaskLedger;
import dev.sluice.worker.ledger.TaskWriter;
import dev.sluice.worker.ledger.TasksConfig;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

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

    Retention(TaskLedger ledger, TaskWriter writer, TasksConfig config) {
        this.ledger = ledger;
        this.writer = writer;
        this.keep = config.keep();
        this.keepAtMost = config.keepAtMost();
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

    /** What goes, of finished tasks sorted oldest first: what is over the time it was to be kept, and what is too much. */
    static List<TaskRecord> forgettable(List<TaskRecord> oldestFirst, Instant now, Duration keep, int keepAtMost) {
        int tooMany = Math.max(0, oldestFirst.size() - keepAtMost);
        Stream<TaskRecord> tooOld = oldestFirst.stream().skip(tooMany).filter(task -> isOver(task, now, keep));
        return Stream.concat(oldestFirst.stream().limit(tooMany), tooOld)
                .limit(AT_ONCE)
                .toList();
    }

    private static boolean isOver(TaskRecord task, Instant now, Duration keep) {
        TaskRecord.Terms terms = task.terms();
        Duration own = terms == null || terms.keepSeconds() == null ? keep : Duration.ofSeconds(terms.keepSeconds());
        return task.updatedAt().isBefore(now.minus(own));
    }
}
