package dev.sluice.worker.execution;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.contracts.tasks.TaskRecord;
import dev.sluice.kit.problem.Refusal;
import dev.sluice.worker.ledger.RetryPolicy;
import dev.sluice.worker.ledger.Task;
import dev.sluice.worker.ledger.TaskLedger;
import dev.sluice.worker.ledger.TaskWriter;
import dev.sluice.worker.ledger.TasksConfig;
import dev.sluice.worker.work.TaskType;
import dev.sluice.worker.work.TaskType.CannotDo;
import dev.sluice.worker.work.TaskType.Job;
import dev.sluice.worker.work.TaskType.Outcome;
import dev.sluice.worker.work.TaskType.TryLater;
import dev.sluice.worker.work.TaskTypes;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.logging.Log;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;

/** Does the work of one attempt and tells which step the task takes next, whatever came of it. */
@ApplicationScoped
class Labour {

    private final TaskTypes types;
    private final Attempts attempts;
    private final TaskLedger ledger;
    private final TaskWriter writer;
    private final ObjectMapper json;
    private final Clock clock;
    private final RetryPolicy retries;
    private final Pauses pauses;
    private final Counter brownOuts;
    private final long largestResult;

    Labour(
            TaskTypes types,
            Attempts attempts,
            TaskLedger ledger,
            TaskWriter writer,
            ObjectMapper json,
            Clock clock,
            ExecutionConfig execution,
            TasksConfig tasks,
            MeterRegistry meters) {
        this.types = types;
        this.attempts = attempts;
        this.ledger = ledger;
        this.writer = writer;
        this.json = json;
        this.clock = clock;
        this.retries = retries(execution);
        this.pauses = new Pauses(clock, execution.retryBase());
        this.brownOuts = meters.counter("sluice.tasks.brownouts");
        this.largestResult = tasks.largestBody().asLongValue();
    }

    static RetryPolicy retries(ExecutionConfig execution) {
        return new RetryPolicy(execution.attempts(), execution.retryBase(), execution.retryCap());
    }

    /** How often tasks of a type are tried. */
    static RetryPolicy retries(RetryPolicy configured, Optional<TaskType> type) {
        OptionalInt attempts = type.map(TaskType::attempts).orElse(OptionalInt.empty());
        return attempts.isEmpty()
                ? configured
                : new RetryPolicy(attempts.getAsInt(), configured.base(), configured.cap());
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
            case TIMED_OUT -> failing(record, "It took longer than its type may.", Duration.ZERO);
            // The publication sees the lost lease itself; this step is never written.
            case LOST -> failing(record, "Its worker lost the lease.", Duration.ZERO);
        };
    }

    private Function<Task.Running, Task> attempt(TaskRecord record) {
        Optional<TaskType> type = types.find(record.type());
        if (type.isEmpty()) {
            return refusing("This worker does not know the type '%s'.".formatted(record.type()));
        }
        Map<String, Object> input = record.input() == null ? Map.of() : record.input();
        Optional<Instant> paused = type.get().upstream(input).flatMap(upstream -> pauses.of(scoped(record, upstream)));
        if (paused.isPresent()) {
            return running ->
                    running.rest("It waits for an overloaded upstream.", spread(paused.get()), clock.instant());
        }
        var journal = new Journal(record, ledger, writer, json, clock);
        try {
            Outcome outcome =
                    type.get().run(new Job(record.tenant(), input, journal::progress, record.keyId(), journal));
            if (json.writeValueAsBytes(outcome.result()).length > largestResult) {
                return refusing("The result is larger than %d bytes and is not kept.".formatted(largestResult));
            }
            return running -> running.succeed(outcome.result(), outcome.madeBy(), clock.instant());
        } catch (CannotDo e) {
            return refusing(String.valueOf(e.getMessage()));
        } catch (TryLater e) {
            return later(record, e);
        } catch (Refusal e) {
            // Of a helper: one that is away may be back at the next attempt.
            return e.status() >= 500 ? failing(record, e.detail(), Duration.ZERO) : refusing(e.detail());
        } catch (InterruptedException e) {
            // Restored so that the end of the attempt sees it also when nobody gave a reason.
            Thread.currentThread().interrupt();
            return failing(record, "It was interrupted.", Duration.ZERO);
        } catch (JsonProcessingException | RuntimeException e) {
            Log.errorf(e, "task %s of type %s failed unexpectedly", record.id(), record.type());
            return failing(record, "Something failed on our side; the log has it under this task's id.", Duration.ZERO);
        }
    }

    private Function<Task.Running, Task> later(TaskRecord record, TryLater e) {
        String error = String.valueOf(e.getMessage());
        if (e.upstream().isEmpty()) {
            return failing(record, error, e.notBefore());
        }
        pauses.asked(scoped(record, e.upstream().get()), e.notBefore());
        brownOuts.increment();
        double random = ThreadLocalRandom.current().nextDouble();
        return running -> running.brownOut(error, retries(record), e.notBefore(), random, clock.instant());
    }

    /** A limit may be the tenant's own, so what one tenant is told holds for its tasks only. */
    private static String scoped(TaskRecord record, String upstream) {
        return record.tenant() + "\n" + upstream;
    }

    /** The tasks that wait for an upstream do not all come back to it in the same moment. */
    private Instant spread(Instant until) {
        return until.plusMillis(
                ThreadLocalRandom.current().nextLong(retries.base().toMillis() + 1));
    }

    private RetryPolicy retries(TaskRecord record) {
        return retries(retries, types.find(record.type()));
    }

    private Function<Task.Running, Task> failing(TaskRecord record, String error, Duration atLeast) {
        double random = ThreadLocalRandom.current().nextDouble();
        return running -> running.fail(error, retries(record), atLeast, random, clock.instant());
    }

    private Function<Task.Running, Task> refusing(String error) {
        return running -> running.refuse(error, clock.instant());
    }
}
