package dev.sluice.worker.execution;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.contracts.tasks.TaskRecord;
import dev.sluice.worker.ledger.LedgerAway;
import dev.sluice.worker.ledger.Task;
import dev.sluice.worker.ledger.TaskLedger;
import dev.sluice.worker.ledger.TaskWriter;
import dev.sluice.worker.work.TaskType;
import io.quarkus.logging.Log;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.UnaryOperator;

/**
 * What a running attempt writes to the ledger before its end: progress, at most once a second, and the values of finished
 * steps. Both are versions of the one record, so they come one after the other, and neither stands in the way of the work.
 */
final class Journal implements TaskType.Steps {

    private static final Duration PROGRESS_APART = Duration.ofSeconds(1);
    private static final int MOST_STEPS = 100;
    private static final long MOST_BYTES = 256 * 1024L;

    private final TaskLedger ledger;
    private final TaskWriter writer;
    private final ObjectMapper json;
    private final Clock clock;
    private final ReentrantLock writing = new ReentrantLock();
    private TaskRecord last;
    private long bytes;

    Journal(TaskRecord started, TaskLedger ledger, TaskWriter writer, ObjectMapper json, Clock clock) {
        this.last = started;
        this.ledger = ledger;
        this.writer = writer;
        this.json = json;
        this.clock = clock;
        TaskRecord.Carried carried = started.carried();
        this.bytes = carried == null ? 0 : size(carried.steps());
    }

    /** Tells how far the work is; left out when it is no news. */
    void progress(int percent) {
        if (!writing.tryLock()) {
            return;
        }
        try {
            Instant now = clock.instant();
            boolean news = percent > last.progress()
                    && Duration.between(last.updatedAt(), now).compareTo(PROGRESS_APART) >= 0;
            if (news) {
                write(running -> running.progress(percent, now));
            }
        } finally {
            writing.unlock();
        }
    }

    @Override
    public <T> Optional<T> kept(String name, Class<T> shape) {
        writing.lock();
        try {
            return Optional.ofNullable(last.carried())
                    .flatMap(carried -> Optional.ofNullable(carried.steps().get(name)))
                    .map(value -> json.convertValue(value, shape));
        } finally {
            writing.unlock();
        }
    }

    @Override
    public void keep(String name, Object value) {
        writing.lock();
        try {
            TaskRecord.Carried carried = last.carried();
            int known = carried == null ? 0 : carried.steps().size();
            long more = size(value);
            if (known >= MOST_STEPS || bytes + more > MOST_BYTES) {
                Log.debugf("task %s: step %s is not kept, there is no room", last.id(), name);
                return;
            }
            Object plain = json.convertValue(value, Object.class);
            if (write(running -> running.remember(name, plain, clock.instant()))) {
                bytes += more;
            }
        } finally {
            writing.unlock();
        }
    }

    private boolean write(UnaryOperator<Task.Running> step) {
        if (Thread.currentThread().isInterrupted()
                || !ledger.table().find(last.id()).map(TaskRecord::version).equals(Optional.of(last.version()))) {
            return false;
        }
        try {
            TaskRecord next = step.apply(new Task.Running(last)).record();
            boolean counted = writer.append(next);
            if (counted) {
                last = next;
            }
            return counted;
        } catch (LedgerAway e) {
            Log.debugf("task %s: what it told of its work was not written", last.id());
            return false;
        }
    }

    private long size(Object value) {
        try {
            return json.writeValueAsBytes(value).length;
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("the value of a step cannot be written as JSON", e);
        }
    }
}
