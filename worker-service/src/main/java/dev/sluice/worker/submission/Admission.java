package dev.sluice.worker.submission;

import dev.sluice.contracts.tasks.Lane;
import dev.sluice.kit.problem.Refusal;
import dev.sluice.worker.ledger.TaskLedger;
import dev.sluice.worker.ledger.TaskTable;
import dev.sluice.worker.ledger.TasksConfig;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.Map;

/**
 * How much may be queued: so many tasks per tenant and lane, and so many in all. What is being submitted counts from the
 * moment it is let in, so several submissions at once do not slip through together; workers know of each other's tasks as
 * soon as they read them.
 */
@ApplicationScoped
public class Admission {

    private static final Map<String, String> LATER = Map.of("Retry-After", "30");

    private record Queue(String tenant, Lane lane) {}

    private final TaskTable table;
    private final int perLane;
    private final int inBulk;
    private final int open;
    private final Map<Queue, Integer> coming = new HashMap<>();
    private int allComing;

    @jakarta.inject.Inject
    Admission(TaskLedger ledger, TasksConfig config) {
        this(ledger.table(), config.queuedPerLane(), config.queuedInBulk(), config.open());
    }

    Admission(TaskTable table, int perLane, int inBulk, int open) {
        this.table = table;
        this.perLane = perLane;
        this.inBulk = inBulk;
        this.open = open;
    }

    /**
     * Lets one more in; to be followed by {@link #arrived} once the table holds it or it failed.
     *
     * @throws Refusal 429 when there is no room
     */
    public synchronized void enter(String tenant, Lane lane) {
        var queue = new Queue(tenant, lane);
        int room = lane == Lane.BULK ? inBulk : perLane;
        if (table.queuedCount(tenant, lane) + coming.getOrDefault(queue, 0) >= room) {
            throw new Refusal(
                    429,
                    "too_many_tasks",
                    "Too many tasks",
                    "%d tasks of this tenant are queued in the lane '%s', which is as many as may be. Send it again when some have started, or to another lane."
                            .formatted(room, lane.wireName()),
                    LATER);
        }
        if (table.openCount() + allComing >= open) {
            throw new Refusal(
                    429,
                    "too_many_tasks",
                    "Too many tasks",
                    "This installation holds as many unfinished tasks as it takes. Send it again when some are done.",
                    LATER);
        }
        coming.merge(queue, 1, Integer::sum);
        allComing++;
    }

    /** It is in the table, or will never be. */
    public synchronized void arrived(String tenant, Lane lane) {
        coming.computeIfPresent(new Queue(tenant, lane), (queue, count) -> count > 1 ? count - 1 : null);
        allComing--;
    }
}
