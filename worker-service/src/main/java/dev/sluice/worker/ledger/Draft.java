package dev.sluice.worker.ledger;

import dev.sluice.contracts.tasks.TaskRecord;
import dev.sluice.contracts.tasks.TaskState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The next record of a task while it is being written: everything as before, one version higher, until told otherwise. */
final class Draft {

    private final TaskRecord before;
    private final TaskState state;
    private final long version;
    private final Instant now;
    private @Nullable Map<String, Object> input;
    private int attempt;
    private boolean handedBack;
    private int progress;
    private TaskRecord.@Nullable LeaseMark lease;
    private @Nullable Instant notBefore;
    private @Nullable Instant startedAt;
    private @Nullable Instant finishedAt;
    private @Nullable Object result;
    private @Nullable String madeBy;
    private @Nullable String error;
    private @Nullable List<TaskRecord.Death> deaths;
    private TaskRecord.@Nullable Carried carried;

    private Draft(TaskRecord before, TaskState state, long version, Instant now) {
        this.before = before;
        this.state = state;
        this.version = version;
        this.now = now;
        this.input = before.input();
        this.attempt = before.attempt();
        this.progress = before.progress();
        this.startedAt = before.startedAt();
        this.error = before.error();
        this.deaths = before.deaths();
        this.carried = before.carried();
    }

    static Draft of(TaskRecord before, TaskState state, Instant now) {
        return new Draft(before, state, before.version() + 1, now);
    }

    /** A final state: no input unless it may be replayed, no lease, an end. */
    static Draft last(TaskRecord before, TaskState state, Instant now) {
        Draft draft = new Draft(before, state, before.version() + 1, now);
        draft.input = state == TaskState.DEAD ? before.input() : null;
        draft.carried = null;
        draft.finishedAt = now;
        return draft;
    }

    /** The same record with another input and result; what attempts left goes with the input. */
    static TaskRecord holding(TaskRecord record, @Nullable Map<String, Object> input, @Nullable Object result) {
        Draft draft = new Draft(record, record.state(), record.version(), record.updatedAt());
        draft.input = input;
        draft.handedBack = record.handedBack();
        draft.lease = record.lease();
        draft.notBefore = record.notBefore();
        draft.finishedAt = record.finishedAt();
        draft.result = result;
        draft.madeBy = record.madeBy();
        draft.carried = input == null ? null : record.carried();
        return draft.write();
    }

    Draft attempt(int value) {
        attempt = value;
        return this;
    }

    Draft handedBack() {
        handedBack = true;
        return this;
    }

    Draft progress(int value) {
        progress = value;
        return this;
    }

    Draft lease(TaskRecord.@Nullable LeaseMark value) {
        lease = value;
        return this;
    }

    Draft notBefore(@Nullable Instant value) {
        notBefore = value;
        return this;
    }

    Draft startedAt(Instant value) {
        startedAt = value;
        return this;
    }

    Draft result(@Nullable Object value, String path) {
        result = value;
        madeBy = path;
        error = null;
        return this;
    }

    Draft error(@Nullable String value) {
        error = value;
        return this;
    }

    /** Its attempts begin anew; how they ended this time is kept. */
    Draft again() {
        List<TaskRecord.Death> all = new ArrayList<>(deaths == null ? List.of() : deaths);
        all.add(new TaskRecord.Death(before.attempt(), before.error(), before.updatedAt()));
        deaths = List.copyOf(all);
        attempt = 0;
        progress = 0;
        startedAt = null;
        error = null;
        return this;
    }

    Draft carried(TaskRecord.Carried value) {
        carried = value;
        return this;
    }

    TaskRecord write() {
        return new TaskRecord(
                TaskRecord.SCHEMA,
                before.id(),
                version,
                before.tenant(),
                before.project(),
                before.keyId(),
                before.requestId(),
                before.type(),
                before.priority(),
                before.createdAt(),
                before.idempotency(),
                input,
                state,
                attempt,
                handedBack,
                progress,
                lease,
                notBefore,
                startedAt,
                finishedAt,
                now,
                result,
                madeBy,
                error,
                before.terms(),
                deaths,
                carried);
    }
}
