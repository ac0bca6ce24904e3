package dev.sluice.worker.ledger;

import dev.sluice.contracts.tasks.Lane;
import dev.sluice.contracts.tasks.TaskRecord;
import dev.sluice.contracts.tasks.TaskState;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Task records for tests. */
public final class Tasks {

    public static final Instant T0 = Instant.parse("2026-11-20T12:00:00Z");

    private Tasks() {}

    public static TaskRecord accepted(String id) {
        return accepted(id, "acme", null);
    }

    public static TaskRecord accepted(String id, String tenant, TaskRecord.Idempotency idempotency) {
        return new TaskRecord(
                TaskRecord.SCHEMA,
                id,
                1,
                tenant,
                null,
                null,
                null,
                "summary",
                Lane.NORMAL,
                T0,
                idempotency,
                Map.of("text", "A text."),
                TaskState.ACCEPTED,
                0,
                false,
                0,
                null,
                null,
                null,
                null,
                T0,
                null,
                null,
                null,
                null,
                null);
    }

    /** A task that waits for parents and, once they have succeeded, for a time, if one is given. */
    public static TaskRecord awaiting(String id, java.util.List<String> parents, @Nullable Instant notBefore) {
        return with(accepted(id), TaskState.WAITING, null, terms(parents, notBefore, 60L));
    }

    public static TaskRecord scheduled(String id, Instant notBefore) {
        return scheduled(id, "acme", null, notBefore);
    }

    public static TaskRecord scheduled(
            String id, String tenant, TaskRecord.@Nullable Idempotency idempotency, Instant notBefore) {
        return with(accepted(id, tenant, idempotency), TaskState.SCHEDULED, notBefore, terms(null, notBefore, 60L));
    }

    /** An accepted task that must start within a minute. */
    public static TaskRecord urgent(String id) {
        return with(accepted(id), TaskState.ACCEPTED, null, terms(null, null, 60L));
    }

    private static TaskRecord.Terms terms(
            java.util.@Nullable List<String> parents, @Nullable Instant notBefore, Long startWithin) {
        return new TaskRecord.Terms(parents, notBefore, startWithin, null, null, null, 1);
    }

    private static TaskRecord with(
            TaskRecord task, TaskState state, @Nullable Instant notBefore, TaskRecord.Terms terms) {
        return new TaskRecord(
                task.schema(),
                task.id(),
                task.version(),
                task.tenant(),
                task.project(),
                task.keyId(),
                task.requestId(),
                task.type(),
                task.priority(),
                task.createdAt(),
                task.idempotency(),
                task.input(),
                state,
                0,
                false,
                0,
                null,
                notBefore,
                null,
                null,
                task.updatedAt(),
                null,
                null,
                null,
                terms,
                null);
    }

    public static TaskRecord running(String id) {
        return ((Task.Accepted) Task.of(accepted(id)))
                .start(new TaskRecord.LeaseMark("1@w", T0.plusSeconds(15)), T0)
                .record();
    }
}
