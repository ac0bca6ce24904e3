package dev.sluice.worker.execution;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.contracts.tasks.TaskRecord;
import dev.sluice.worker.WorkerConfig;
import dev.sluice.worker.ledger.LedgerAway;
import dev.sluice.worker.ledger.RetryPolicy;
import dev.sluice.worker.ledger.Task;
import dev.sluice.worker.ledger.TaskLedger;
import dev.sluice.worker.ledger.TaskWriter;
import dev.sluice.worker.work.TaskType;
import dev.sluice.worker.work.TaskType.CannotDo;
import dev.sluice.worker.work.TaskType.Job;
import dev.sluice.worker.work.TaskType.Outcome;
import dev.sluice.worker.work.TaskType.TryLater;
import dev.sluice.worker.work.TaskTypes;
import io.quarkus.logging.Log;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.IntConsumer;

/** Does the work of one attempt and tells which step the task takes next, whatever came of it. */
@ApplicationScoped
class Labour {

    private static final Duration PROGRESS_APART = Duration.ofSeconds(1);

    private final TaskTypes types;
    private final Attempts attempts;
    private final TaskLedger ledger;
    private final TaskWriter writer;
    private final ObjectMapper json;
    private final Clock clock;
    private final RetryPolicy retries;
    private final long largestResult;

    Labour(
            TaskTypes types,
            Attempts attempts,
            TaskLedger ledger,
            TaskWriter writer,
            ObjectMapper json,
            Clock clock,
            WorkerConfig config) {
        this.types = types;
        this.attempts = attempts;
        this.ledger = ledger;
        this.writer = writer;
        this.json = json;
        this.clock = clock;
        this.retries = retries(config);
        this.largestResult = config.tasks().largestBody().asLongValue();
    }

    static RetryPolicy retries(WorkerConfig config) {
        return new RetryPolicy(
                config.execution().attempts(),
                config.execution().retryBase(),
                config.execution().retryCap());
    }

    /** Works on the calling thread and gives the step that follows. */
    Function<Task.Running, Task> run(TaskRecord record) {
        attempts.begin(record.id());
        Function<Task.Running, Task> step = attempt(record);
        Optional<Attempt.Stop> stopped = attempts.end(record.id());
        Instant now = clock.instant();
        return switch (stopped.orElse(null)) {
            case null -> step;
            case CANCELLED -> running -> running.cancel(now);
            case STOPPING -> running -> running.handBack(now);
            case TIMED_OUT -> failing("It took longer than its type may.", Duration.ZERO);
            // The publication sees the lost lease itself; this step is never written.
            case LOST -> failing("Its worker lost the lease.", Duration.ZERO);
        };
    }

    private Function<Task.Running, Task> attempt(TaskRecord record) {
        Optional<TaskType> type = types.find(record.type());
        if (type.isEmpty()) {
            return refusing("This worker does not know the type '%s'.".formatted(record.type()));
        }
        Map<String, Object> input = record.input() == null ? Map.of() : record.input();
        try {
            Outcome outcome = type.get().run(new Job(record.tenant(), input, progress(record), record.keyId()));
            if (json.writeValueAsBytes(outcome.result()).length > largestResult) {
                return refusing("The result is larger than %d bytes and is not kept.".formatted(largestResult));
            }
            return running -> running.succeed(outcome.result(), outcome.madeBy(), clock.instant());
        } catch (CannotDo e) {
            return refusing(String.valueOf(e.getMessage()));
        } catch (TryLater e) {
            return failing(String.valueOf(e.getMessage()), e.notBefore());
        } catch (InterruptedException e) {
            // Restored so that the end of the attempt sees it also when nobody gave a reason.
            Thread.currentThread().interrupt();
            return failing("It was interrupted.", Duration.ZERO);
        } catch (JsonProcessingException | RuntimeException e) {
            Log.errorf(e, "task %s of type %s failed unexpectedly", record.id(), record.type());
            return failing("Something failed on our side; the log has it under this task's id.", Duration.ZERO);
        }
    }

    /** Progress goes to the ledger at most once a second, and never in the way of the work. */
    private IntConsumer progress(TaskRecord started) {
        var last = new AtomicReference<>(started);
        return percent -> {
            TaskRecord before = last.get();
            Instant now = clock.instant();
            if (percent <= before.progress()
                    || Duration.between(before.updatedAt(), now).compareTo(PROGRESS_APART) < 0
                    || Thread.currentThread().isInterrupted()) {
                return;
            }
            try {
                TaskRecord next =
                        new Task.Running(before).progress(percent, now).record();
                if (ledger.table().find(before.id()).map(TaskRecord::version).equals(Optional.of(before.version()))
                        && writer.append(next)) {
                    last.set(next);
                }
            } catch (LedgerAway e) {
                Log.debugf("progress of task %s was not written", before.id());
            }
        };
    }

    private Function<Task.Running, Task> failing(String error, Duration atLeast) {
        double random = ThreadLocalRandom.current().nextDouble();
        return running -> running.fail(error, retries, atLeast, random, clock.instant());
    }

    private Function<Task.Running, Task> refusing(String error) {
        return running -> running.refuse(error, clock.instant());
    }
}
