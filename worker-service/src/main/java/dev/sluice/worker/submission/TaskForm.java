package dev.sluice.worker.submission;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.sluice.contracts.identity.Caller;
import dev.sluice.contracts.tasks.Lane;
import dev.sluice.contracts.tasks.TaskRecord;
import dev.sluice.contracts.tasks.TaskRequest;
import dev.sluice.contracts.tasks.TaskState;
import dev.sluice.kit.problem.Refusal;
import dev.sluice.worker.Digests;
import dev.sluice.worker.ledger.TaskIds;
import dev.sluice.worker.ledger.TaskLedger;
import dev.sluice.worker.ledger.TasksConfig;
import dev.sluice.worker.work.TaskTypes;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Makes the first record of a task of a request, or says what is wrong with it. */
@ApplicationScoped
class TaskForm {

    private static final int LONGEST_KEY = 255;
    private static final int CHARACTERS_PER_TOKEN = 4;

    private final TaskTypes types;
    private final TermsForm terms;
    private final TaskLedger ledger;
    private final Clock clock;
    private final ObjectMapper canonical;
    private final TasksConfig config;

    TaskForm(TaskTypes types, TermsForm terms, TaskLedger ledger, Clock clock, ObjectMapper json, TasksConfig config) {
        this.types = types;
        this.terms = terms;
        this.ledger = ledger;
        this.clock = clock;
        this.canonical = json.copy().configure(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS, true);
        this.config = config;
    }

    /**
     * The record.
     *
     * @throws Refusal 400, 404 or 413 for what is wrong with the request
     */
    TaskRecord fill(Caller caller, Order order, @Nullable String requestId) {
        TaskRequest request = order.request();
        if (request == null) {
            throw Refusal.badRequest("missing_body", "Send {\"type\": \"summary\", \"input\": {\"text\": \"...\"}}.");
        }
        Map<String, Object> input = request.input() == null ? Map.of() : request.input();
        Lane lane = lane(request.priority());
        types.named(request.type()).check(input);
        String type = String.valueOf(request.type());
        byte[] body = canonical(request, type, lane, input);
        if (body.length > config.largestBody().asLongValue()) {
            throw new Refusal(
                    413,
                    "input_too_large",
                    "Input too large",
                    "The input takes %d bytes as JSON; at most %d are taken."
                            .formatted(body.length, config.largestBody().asLongValue()));
        }
        Instant now = clock.instant();
        TaskRecord.Terms asked = terms.of(caller, request, type, lane, now, tokens(body.length, input));
        String key = order.idempotencyKey() == null ? null : checked(order.idempotencyKey());
        boolean waits = asked.parents() != null && !allSucceeded(asked.parents());
        boolean later = asked.notBefore() != null && asked.notBefore().isAfter(now);
        return new TaskRecord(
                TaskRecord.SCHEMA,
                key == null ? TaskIds.next() : TaskIds.of(caller.tenant(), key),
                1,
                caller.tenant(),
                caller.project(),
                caller.keyId(),
                requestId,
                type,
                lane,
                now,
                key == null ? null : new TaskRecord.Idempotency(hash(caller.tenant() + "\n" + key), hash(body)),
                input,
                waits ? TaskState.WAITING : later ? TaskState.SCHEDULED : TaskState.ACCEPTED,
                0,
                false,
                0,
                null,
                !waits && later ? asked.notBefore() : null,
                null,
                null,
                now,
                null,
                null,
                null,
                asked,
                null);
    }

    private boolean allSucceeded(List<String> parents) {
        return parents.stream()
                .allMatch(parent -> ledger.table()
                        .find(parent)
                        .filter(task -> task.state() == TaskState.SUCCEEDED)
                        .isPresent());
    }

    /** A rough cost: four characters a token, and as many of answer as are asked for. */
    private static long tokens(int characters, Map<String, Object> input) {
        long answer = input.get("max_tokens") instanceof Number most ? Math.clamp(most.longValue(), 0, 1_000_000) : 0;
        return Math.max(1, characters / CHARACTERS_PER_TOKEN) + answer;
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

    private byte[] canonical(TaskRequest request, String type, Lane lane, Map<String, Object> input) {
        Map<String, Object> body = new TreeMap<>();
        body.put("type", type.toLowerCase(Locale.ROOT));
        body.put("priority", lane.wireName());
        body.put("input", input);
        put(body, "notBefore", request.notBefore());
        put(body, "parents", request.parents());
        put(body, "webhook", request.webhook());
        put(body, "startWithinSeconds", request.startWithinSeconds());
        put(body, "keepSeconds", request.keepSeconds());
        put(body, "labels", request.labels());
        try {
            return canonical.writeValueAsBytes(body);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("JSON that was read cannot be written", e);
        }
    }

    private static void put(Map<String, Object> body, String name, @Nullable Object value) {
        if (value != null) {
            body.put(name, value);
        }
    }

    private static String hash(String text) {
        return hash(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String hash(byte[] bytes) {
        return HexFormat.of().formatHex(Digests.sha256(bytes));
    }
}
