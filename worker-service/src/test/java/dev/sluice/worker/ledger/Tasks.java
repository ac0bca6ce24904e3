package dev.sluice.worker.ledger;

import dev.sluice.contracts.tasks.Lane;
import dev.sluice.contracts.tasks.TaskRecord;
import dev.sluice.contracts.tasks.TaskState;
import java.time.Instant;
import java.util.Map;

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
                null);
    }

    public static TaskRecord running(String id) {
        return ((Task.Accepted) Task.of(accepted(id)))
                .start(new TaskRecord.LeaseMark("1@w", T0.plusSeconds(15)), T0)
                .record();
    }
}
