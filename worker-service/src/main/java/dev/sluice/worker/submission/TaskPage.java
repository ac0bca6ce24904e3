package dev.sluice.worker.submission;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.sluice.contracts.tasks.TaskRecord;
import dev.sluice.contracts.tasks.TaskView;
import dev.sluice.kit.problem.Refusal;
import dev.sluice.worker.ledger.Place;
import dev.sluice.worker.ledger.TaskLedger;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Some of a tenant's tasks, newest first, without results.
 *
 * @param tasks the tasks
 * @param next the cursor of the page after this one; absent on the last
 * @param complete whether all tasks are known yet; not while the table is rebuilt after a start
 */
@RegisterForReflection
@JsonInclude(JsonInclude.Include.NON_NULL)
public record TaskPage(List<TaskView> tasks, @Nullable String next, boolean complete) {

    static final int MOST = 200;

    /**
     * A page.
     *
     * @param cursor the earlier page's {@code next}; null for the first
     * @param limit 1 to {@value #MOST}
     */
    public static TaskPage of(
            TaskLedger ledger, String tenant, Predicate<TaskRecord> wanted, @Nullable String cursor, int limit) {
        if (limit < 1 || limit > MOST) {
            throw Refusal.badRequest("bad_limit", "limit must be 1 to %d.".formatted(MOST));
        }
        List<TaskRecord> found = ledger.table()
                .behind(tenant, ListQuery.place(cursor))
                .filter(wanted)
                .limit(limit + 1L)
                .toList();
        List<TaskRecord> shown = found.subList(0, Math.min(limit, found.size()));
        return new TaskPage(
                shown.stream().map(TaskRecord::view).toList(),
                found.size() > limit ? ListQuery.cursor(Place.of(shown.getLast())) : null,
                ledger.isReady());
    }
}
