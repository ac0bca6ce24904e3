package dev.sluice.worker.dead;

import dev.sluice.contracts.tasks.TaskRecord;
import dev.sluice.contracts.tasks.TaskState;
import dev.sluice.kit.identity.CurrentCaller;
import dev.sluice.kit.problem.Refusal;
import dev.sluice.worker.ledger.TaskLedger;
import dev.sluice.worker.submission.ListQuery;
import dev.sluice.worker.submission.TaskLookup;
import dev.sluice.worker.submission.TaskPage;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The dead tasks of the caller's tenant: list them, and have them tried again. */
@Path("/background/dead")
@RunOnVirtualThread
@Produces(MediaType.APPLICATION_JSON)
public class DeadResource {

    private static final int MOST_AT_ONCE = 500;

    private final Replay replay;
    private final TaskLookup lookup;
    private final TaskLedger ledger;
    private final CurrentCaller caller;

    DeadResource(Replay replay, TaskLookup lookup, TaskLedger ledger, CurrentCaller caller) {
        this.replay = replay;
        this.lookup = lookup;
        this.ledger = ledger;
        this.caller = caller;
    }

    /**
     * Which dead tasks to try again.
     *
     * @param type only of this type; absent for any
     * @param lane only of this lane; absent for any
     * @param labels only with all of these; absent for any
     * @param from only accepted since then; absent for any
     * @param to only accepted before then; absent for any
     */
    @RegisterForReflection
    public record Filter(
            @Nullable String type,
            @Nullable String lane,
            @Nullable Map<String, String> labels,
            @Nullable String from,
            @Nullable String to) {}

    /**
     * What was tried again.
     *
     * @param replayed the ids of the tasks that are queued anew
     * @param remaining how many fit the filter and are still dead; ask again for them
     */
    @RegisterForReflection
    public record Replayed(List<String> replayed, int remaining) {}

    /** The dead tasks, newest first. */
    @GET
    public TaskPage list(
            @QueryParam("type") @Nullable String type,
            @QueryParam("lane") @Nullable String lane,
            @QueryParam("label") List<String> labels,
            @QueryParam("from") @Nullable String from,
            @QueryParam("to") @Nullable String to,
            @QueryParam("cursor") @Nullable String cursor,
            @QueryParam("limit") @DefaultValue("50") int limit) {
        return TaskPage.of(
                ledger,
                caller.get().tenant(),
                ListQuery.of(TaskState.DEAD.wireName(), type, lane, labels, from, to),
                cursor,
                limit);
    }

    /** Has one tried again: 202 when it is queued anew, 409 when it is not dead. */
    @POST
    @Path("/{id}/replay")
    public Response replay(@PathParam("id") String id) {
        TaskRecord dead = lookup.find(id);
        TaskRecord again = replay.replay(dead)
                .orElseThrow(() -> new Refusal(
                        409,
                        "task_not_dead",
                        "Conflict",
                        "Only a dead task can be replayed; this one is %s."
                                .formatted(lookup.find(id).state().wireName())));
        return Response.accepted(again.view())
                .header("location", "/background/task/" + again.id())
                .build();
    }

    /** Has all tried again that fit the filter, the oldest first, at most so many at once. */
    @POST
    @Path("/replay")
    @Consumes(MediaType.APPLICATION_JSON)
    public Replayed replayAll(@Nullable Filter filter) {
        List<TaskRecord> dead = new ArrayList<>(ledger.table()
                .behind(caller.get().tenant(), null)
                .filter(wanted(filter == null ? new Filter(null, null, null, null, null) : filter))
                .toList()
                .reversed());
        List<String> replayed = new ArrayList<>();
        for (TaskRecord task : dead.subList(0, Math.min(MOST_AT_ONCE, dead.size()))) {
            try {
                replay.replay(task).map(TaskRecord::id).ifPresent(replayed::add);
            } catch (Refusal full) {
                if (replayed.isEmpty()) {
                    throw full;
                }
                break;
            }
        }
        return new Replayed(replayed, dead.size() - replayed.size());
    }

    private static Predicate<TaskRecord> wanted(Filter filter) {
        Map<String, String> labels = filter.labels() == null ? Map.of() : filter.labels();
        return ListQuery.of(
                TaskState.DEAD.wireName(),
                filter.type(),
                filter.lane(),
                labels.entrySet().stream()
                        .map(label -> label.getKey() + ":" + label.getValue())
                        .toList(),
                filter.from(),
                filter.to());
    }
}
