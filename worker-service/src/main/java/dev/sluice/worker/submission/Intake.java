package dev.sluice.worker.submission;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.sluice.contracts.identity.Caller;
import dev.sluice.contracts.tasks.Lane;
import dev.sluice.contracts.tasks.TaskRecord;
import dev.sluice.contracts.tasks.TaskRequest;
import dev.sluice.contracts.tasks.TaskState;
import dev.sluice.kit.ids.Ids;
import dev.sluice.kit.problem.Refusal;
import dev.sluice.worker.Digests;
import dev.sluice.worker.WorkerConfig;
import dev.sluice.worker.leases.Leases;
import dev.sluice.worker.leases.Leases.Lease;
import dev.sluice.worker.ledger.LedgerAway;
import dev.sluice.worker.ledger.TaskLedger;
import dev.sluice.worker.ledger.TaskWriter;
import dev.sluice.worker.work.TaskTypes;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Takes work in. What it gives back is durable: Kafka has acknowledged the task and the command that wakes a worker. The
 * same Idempotency-Key with the same body gives the same task, also after a restart, since the key is part of the record.
 */
@ApplicationScoped
class Intake {

    private static final int LONGEST_KEY = 255;

    private final TaskTypes types;
    private final TaskLedger ledger;
    private final TaskWriter writer;
    private final Leases leases;
    private final Clock clock;
    private final ObjectMapper canonical;
    private final WorkerConfig.Tasks config;

    Intake(
            TaskTypes types,
            TaskLedger ledger,
            TaskWriter writer,
            Leases leases,
            Clock clock,
            ObjectMapper json,
            WorkerConfig config) {
        this.types = types;
        this.ledger = ledger;
        this.writer = writer;
        this.leases = leases;
        this.clock = clock;
        this.canonical = json.copy().configure(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS, true);
        this.config = config.tasks();
    }

    /**
     * Takes a request in.
     *
     * @param idempotencyKey the header of that name
     * @param requestId the request's id, for the event
     * @throws Refusal 400 for what is wrong with it, 422 for a key with another body, 429 when there is too much, 503
     *     when Kafka does not acknowledge
     */
    TaskRecord take(
            Caller caller, @Nullable TaskRequest request, @Nullable String idempotencyKey, @Nullable String requestId)
            throws InterruptedException {
        if (request == null) {
            throw Refusal.badRequest("missing_body", "Send {\"type\": \"summary\", \"input\": {\"text\": \"...\"}}.");
        }
        Map<String, Object> input = request.input() == null ? Map.of() : request.input();
        Lane lane = lane(request.priority());
        types.named(request.type()).check(input);
        String type = String.valueOf(request.type());
        byte[] body = canonical(type, lane, input);
        if (body.length > config.largestBody().asLongValue()) {
            throw new Refusal(
                    413,
                    "input_too_large",
                    "Input too large",
                    "The input takes %d bytes as JSON; at most %d are taken."
                            .formatted(body.length, config.largestBody().asLongValue()));
        }
        if (idempotencyKey == null) {
            return accept(task(caller, type, lane, input, null, requestId));
        }
        var idempotency = new TaskRecord.Idempotency(
                hash((caller.tenant() + "\n" + checked(idempotencyKey)).getBytes(StandardCharsets.UTF_8)), hash(body));
        return once(task(caller, type, lane, input, idempotency, requestId), idempotency);
    }

    /** Submissions with one key come one after the other, whichever worker they come to. */
    private TaskRecord once(TaskRecord task, TaskRecord.Idempotency idempotency) throws InterruptedException {
        Optional<TaskRecord> before = submittedBefore(idempotency);
        if (before.isPresent()) {
            return before.get();
        }
        Duration within = config.acceptWithin();
        long end = System.nanoTime() + within.toNanos();
        var name = new Leases.Name(task.tenant(), "idempotency:" + idempotency.key());
        Optional<Lease> turn = leases.claim(name, 0);
        while (turn.isEmpty()) {
            if (System.nanoTime() > end) {
                throw new Refusal(
                        409,
                        "idempotency_key_in_use",
                        "Conflict",
                        "Another request with this Idempotency-Key is still being served. Send this one again.",
                        Map.of("Retry-After", "1"));
            }
            TimeUnit.MILLISECONDS.sleep(10);
            before = submittedBefore(idempotency);
            if (before.isPresent()) {
                return before.get();
            }
            turn = leases.claim(name, 0);
        }
        try {
            if (!ledger.isReady() || !ledger.awaitCurrent(within)) {
                throw away();
            }
            return submittedBefore(idempotency).orElseGet(() -> accept(task));
        } finally {
            leases.release(turn.get());
        }
    }

    private Optional<TaskRecord> submittedBefore(TaskRecord.Idempotency idempotency) {
        Optional<TaskRecord> known = ledger.table().findByIdempotencyKey(idempotency.key());
        if (known.isPresent() && !idempotency.equals(known.get().idempotency())) {
            throw new Refusal(
                    422,
                    "idempotency_key_reused",
                    "Unprocessable content",
                    "This Idempotency-Key was used for another task. Use a new key for a new task.");
        }
        return known;
    }

    private TaskRecord accept(TaskRecord task) {
        if (ledger.table().openCount(task.tenant()) >= config.openPerTenant()
                || ledger.table().openCount() >= config.open()) {
            throw new Refusal(
                    429,
                    "too_many_tasks",
                    "Too many tasks",
                    "%d tasks of this tenant are unfinished and no more are taken. Send it again when some are done."
                            .formatted(ledger.table().openCount(task.tenant())),
                    Map.of("Retry-After", "30"));
        }
        try {
            writer.accept(task, config.acceptWithin());
            return task;
        } catch (LedgerAway e) {
            throw away();
        }
    }

    private static Refusal away() {
        return new Refusal(
                503,
                "kafka_away",
                "Service unavailable",
                "The task could not be made durable in time. Send it again; with an Idempotency-Key it is never done twice.",
                Map.of("Retry-After", "5"));
    }

    private TaskRecord task(
            Caller caller,
            String type,
            Lane lane,
            Map<String, Object> input,
            TaskRecord.@Nullable Idempotency idempotency,
            @Nullable String requestId) {
        Instant now = clock.instant();
        return new TaskRecord(
                TaskRecord.SCHEMA,
                Ids.next(),
                1,
                caller.tenant(),
                caller.project(),
                caller.keyId(),
                requestId,
                type,
                lane,
                now,
                idempotency,
                input,
                TaskState.ACCEPTED,
                0,
                false,
                0,
                null,
                null,
                null,
                null,
                now,
                null,
                null,
                null,
                null,
                null);
    }

    static Lane lane(@Nullable String priority) {
        if (priority == null) {
            return Lane.NORMAL;
        }
        return Arrays.stream(Lane.values())
                .filter(lane -> lane.wireName().equals(priority))
                .findFirst()
                .orElseThrow(() -> Refusal.badRequest(
                        "unknown_priority",
                        "There is no priority '%s'. Known priorities: %s."
                                .formatted(
                                        priority.length() > 60 ? priority.substring(0, 60) + "…" : priority,
                                        Arrays.stream(Lane.values())
                                                .map(Lane::wireName)
                                                .collect(Collectors.joining(", ")))));
    }

    private static String checked(String key) {
        if (key.isBlank() || key.length() > LONGEST_KEY) {
            throw Refusal.badRequest(
                    "bad_idempotency_key",
                    "An Idempotency-Key has 1 to %d characters; a UUID does well.".formatted(LONGEST_KEY));
        }
        return key;
    }

    private byte[] canonical(String type, Lane lane, Map<String, Object> input) {
        Map<String, Object> body = new TreeMap<>();
        body.put("type", type.toLowerCase(Locale.ROOT));
        body.put("priority", lane.wireName());
        body.put("input", input);
        try {
            return canonical.writeValueAsBytes(body);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("JSON that was read cannot be written", e);
        }
    }

    private static String hash(byte[] bytes) {
        return HexFormat.of().formatHex(Digests.sha256(bytes));
    }
}
