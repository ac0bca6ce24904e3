package dev.sluice.worker.submission;

import dev.sluice.contracts.identity.Caller;
import dev.sluice.contracts.tasks.TaskRecord;
import dev.sluice.contracts.tasks.TaskRequest;
import dev.sluice.kit.problem.Refusal;
import dev.sluice.worker.ledger.TaskLedger;
import dev.sluice.worker.ledger.TaskWriter;
import dev.sluice.worker.ledger.TasksConfig;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Takes work in. What it gives back is durable: Kafka has acknowledged the task and the command that wakes a worker. The
 * same Idempotency-Key with the same request gives the same task, on every worker and after every restart: the task's id
 * follows from the key, and of several first records with one id only the first on the topic counts, which each submitter
 * reads back.
 */
@ApplicationScoped
public class Intake {

    private static final int MANY = 100;

    private final TaskForm form;
    private final Admission admission;
    private final TaskLedger ledger;
    private final TaskWriter writer;
    private final Duration within;
    private final Map<String, CompletableFuture<Taken>> coming = new ConcurrentHashMap<>();

    Intake(TaskForm form, Admission admission, TaskLedger ledger, TaskWriter writer, TasksConfig config) {
        this.form = form;
        this.admission = admission;
        this.ledger = ledger;
        this.writer = writer;
        this.within = config.acceptWithin();
    }

    /**
     * Takes a request in.
     *
     * @param idempotencyKey the header of that name
     * @param requestId the request's id, for the event
     * @throws Refusal 400 for what is wrong with it, 404 for a parent that is not there, 422 for a key with another body, 429
     *     when there is too much, 503 when Kafka does not acknowledge
     */
    public TaskRecord take(
            Caller caller, @Nullable TaskRequest request, @Nullable String idempotencyKey, @Nullable String requestId)
            throws InterruptedException {
        return switch (take(caller, List.of(new Order(request, idempotencyKey)), requestId)
                .getFirst()) {
            case Taken.Accepted accepted -> accepted.task();
            case Taken.Refused refused -> throw refused.why();
        };
    }

    /**
     * Takes several in, each for itself; they travel to Kafka together. Blocks for at most five times as
     * long as one submission may take.
     *
     * @return what came of each, in the order given
     */
    public List<Taken> take(Caller caller, List<Order> orders, @Nullable String requestId) throws InterruptedException {
        Taken[] taken = new Taken[orders.size()];
        Map<Integer, TaskRecord> fresh = new LinkedHashMap<>();
        Map<Integer, TaskRecord> known = new LinkedHashMap<>();
        for (int i = 0; i < taken.length; i++) {
            try {
                TaskRecord record = form.fill(caller, orders.get(i), requestId);
                Optional<Taken> before = before(record);
                if (before.isPresent()) {
                    taken[i] = before.get();
                } else if (isFirst(record)) {
                    fresh.put(i, admitted(record));
                } else {
                    known.put(i, record);
                }
            } catch (Refusal refusal) {
                taken[i] = new Taken.Refused(refusal);
            }
        }
        write(fresh, taken);
        for (Map.Entry<Integer, TaskRecord> again : known.entrySet()) {
            taken[again.getKey()] = outcomeOfOther(again.getValue());
        }
        return Arrays.stream(taken).map(Objects::requireNonNull).toList();
    }

    private Optional<Taken> before(TaskRecord record) {
        return record.idempotency() == null
                ? Optional.empty()
                : ledger.table().find(record.id()).map(known -> judged(record, known));
    }

    /** Whether nobody else in this process submits under the same id right now. */
    private boolean isFirst(TaskRecord record) {
        return record.idempotency() == null || coming.putIfAbsent(record.id(), new CompletableFuture<>()) == null;
    }

    private TaskRecord admitted(TaskRecord record) {
        try {
            admission.enter(record.tenant(), record.priority());
            return record;
        } catch (Refusal refusal) {
            settle(record, new Taken.Refused(refusal));
            throw refusal;
        }
    }

    private void write(Map<Integer, TaskRecord> fresh, Taken[] taken) {
        List<TaskRecord> records = List.copyOf(fresh.values());
        List<Optional<TaskRecord>> written = new ArrayList<>();
        try {
            written.addAll(writer.accept(records, records.size() > MANY ? within.multipliedBy(5) : within));
        } finally {
            int i = 0;
            for (Map.Entry<Integer, TaskRecord> one : fresh.entrySet()) {
                TaskRecord record = one.getValue();
                admission.arrived(record.tenant(), record.priority());
                Taken outcome = i < written.size()
                        ? written.get(i)
                                .map(counts -> judged(record, counts))
                                .orElseGet(() -> new Taken.Refused(away()))
                        : new Taken.Refused(away());
                settle(record, outcome);
                taken[one.getKey()] = outcome;
                i++;
            }
        }
    }

    private void settle(TaskRecord record, Taken outcome) {
        if (record.idempotency() != null) {
            CompletableFuture<Taken> waiting = coming.remove(record.id());
            if (waiting != null) {
                waiting.complete(outcome);
            }
        }
    }

    /** Another request of this process submits under the same id; what comes of it is what comes of this one. */
    private Taken outcomeOfOther(TaskRecord record) throws InterruptedException {
        CompletableFuture<Taken> other = coming.get(record.id());
        if (other != null) {
            try {
                Taken outcome = other.get(within.toMillis(), TimeUnit.MILLISECONDS);
                return outcome instanceof Taken.Accepted accepted ? judged(record, accepted.task()) : outcome;
            } catch (ExecutionException | TimeoutException e) {
                return new Taken.Refused(away());
            }
        }
        return before(record).orElseGet(() -> new Taken.Refused(away()));
    }

    private static Taken judged(TaskRecord asked, TaskRecord counts) {
        if (!Objects.equals(asked.idempotency(), counts.idempotency())) {
            return new Taken.Refused(new Refusal(
                    422,
                    "idempotency_key_reused",
                    "Unprocessable content",
                    "This Idempotency-Key was used for another task. Use a new key for a new task."));
        }
        return new Taken.Accepted(counts);
    }

    private static Refusal away() {
        return new Refusal(
                503,
                "kafka_away",
                "Service unavailable",
                "The task could not be made durable in time. Send it again; with an Idempotency-Key it is never done twice.",
                Map.of("Retry-After", "5"));
    }
}
