package dev.sluice.worker.submission;

import dev.sluice.contracts.identity.InternalHeaders;
import dev.sluice.contracts.tasks.TaskRecord;
import dev.sluice.contracts.tasks.TaskRequest;
import dev.sluice.contracts.tasks.TaskState;
import dev.sluice.contracts.tasks.TaskView;
import dev.sluice.kit.identity.CurrentCaller;
import dev.sluice.kit.problem.Refusal;
import dev.sluice.worker.ledger.LedgerAway;
import dev.sluice.worker.ledger.TaskLedger;
import dev.sluice.worker.streaming.EventStream;
import dev.sluice.worker.streaming.Followers;
import dev.sluice.worker.work.TaskTypes;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Background tasks of the caller's tenant: submit, look, cancel, follow, count. */
@Path("/background")
@RunOnVirtualThread
@Produces(MediaType.APPLICATION_JSON)
public class TaskResource {

    private static final int MOST_LISTED = 200;

    private final Intake intake;
    private final Cancellation cancellation;
    private final TaskEvents events;
    private final TaskLedger ledger;
    private final TaskTypes types;
    private final Followers followers;
    private final CurrentCaller caller;
    private final Clock clock;

    TaskResource(
            Intake intake,
            Cancellation cancellation,
            TaskEvents events,
            TaskLedger ledger,
            TaskTypes types,
            Followers followers,
            CurrentCaller caller,
            Clock clock) {
        this.intake = intake;
        this.cancellation = cancellation;
        this.events = events;
        this.ledger = ledger;
        this.types = types;
        this.followers = followers;
        this.caller = caller;
        this.clock = clock;
    }

    /** Takes a task in; 202 means it is durable and will reach a final state. */
    @POST
    @Path("/task")
    @Consumes(MediaType.APPLICATION_JSON)
    public Response submit(
            @Nullable TaskRequest request,
            @HeaderParam("Idempotency-Key") @Nullable String idempotencyKey,
            @HeaderParam(InternalHeaders.REQUEST_ID) @Nullable String requestId)
            throws InterruptedException {
        TaskRecord task = intake.take(caller.get(), request, idempotencyKey, requestId);
        return Response.accepted(task.view())
                .header("location", "/background/task/" + task.id())
                .build();
    }

    /** The tasks, newest first, without results. */
    @GET
    @Path("/task")
    public Map<String, Object> list(
            @QueryParam("state") @Nullable String state,
            @QueryParam("type") @Nullable String type,
            @QueryParam("limit") @DefaultValue("50") int limit) {
        if (limit < 1 || limit > MOST_LISTED) {
            throw Refusal.badRequest("bad_limit", "limit must be 1 to %d.".formatted(MOST_LISTED));
        }
        Predicate<TaskRecord> wanted = task -> true;
        if (state != null) {
            TaskState known = state(state);
            wanted = wanted.and(task -> task.state() == known);
        }
        if (type != null) {
            String known = types.named(type).name();
            wanted = wanted.and(task -> task.type().equals(known));
        }
        List<TaskView> found = ledger.table().list(caller.get().tenant(), wanted, limit).stream()
                .map(TaskRecord::view)
                .toList();
        return Map.of("tasks", found, "complete", ledger.isReady());
    }

    /** One task with its result. */
    @GET
    @Path("/task/{id}")
    public TaskView look(@PathParam("id") String id) {
        find(id);
        try {
            return ledger.full(id)
                    .orElseThrow(() -> Refusal.notFound("task", id))
                    .view();
        } catch (LedgerAway e) {
            throw new Refusal(
                    503,
                    "kafka_away",
                    "Service unavailable",
                    "The task is known, but its result cannot be read from Kafka now. Ask again.",
                    Map.of("Retry-After", "5"));
        }
    }

    /** Cancels a task: 200 when it is cancelled, 202 when it is still ending, 409 when it had ended otherwise. */
    @DELETE
    @Path("/task/{id}")
    public Response cancel(@PathParam("id") String id) throws InterruptedException {
        TaskRecord before = find(id);
        TaskRecord now = cancellation.cancel(before);
        if (now.state() == TaskState.CANCELLED) {
            return Response.ok(now.view()).build();
        }
        if (now.state().isTerminal()) {
            throw new Refusal(
                    409,
                    "task_finished",
                    "Conflict",
                    "The task had already ended as %s; there is nothing to cancel.".formatted(wire(now.state())));
        }
        return Response.accepted(now.view()).build();
    }

    /** Follows a task until it ends. */
    @GET
    @Path("/task/{id}/events")
    @Produces("text/event-stream")
    public Response follow(
            @PathParam("id") String id,
            @HeaderParam("Last-Event-ID") @Nullable String lastSeen,
            @Context RoutingContext route) {
        find(id);
        long seen = lastSeen != null && lastSeen.matches("\\d{1,9}") ? Long.parseLong(lastSeen) : 0;
        followers.enter(route);
        return EventStream.of(route, stream -> events.follow(id, seen, stream));
    }

    /** What waits and runs in each lane. */
    @GET
    @Path("/stats")
    public LaneStats.Stats stats() {
        List<TaskRecord> open = ledger.table().open().stream()
                .filter(task -> task.tenant().equals(caller.get().tenant()))
                .toList();
        return LaneStats.of(open, clock.instant(), ledger.isReady());
    }

    /** The caller's task; another tenant's is as missing as one that never was. */
    private TaskRecord find(String id) {
        String tenant = caller.get().tenant();
        var known = ledger.table().find(id);
        if (known.isEmpty() && !(ledger.isReady() && ledger.awaitCurrent(Duration.ofSeconds(2)))) {
            throw new Refusal(
                    503,
                    "tasks_rebuilding",
                    "Service unavailable",
                    "The list of tasks is being rebuilt, or Kafka is away; whether this task exists is known in a moment.",
                    Map.of("Retry-After", "1"));
        }
        return ledger.table()
                .find(id)
                .filter(task -> task.tenant().equals(tenant))
                .orElseThrow(() -> Refusal.notFound("task", id.length() > 60 ? id.substring(0, 60) + "…" : id));
    }

    private static TaskState state(String name) {
        return Arrays.stream(TaskState.values())
                .filter(state -> wire(state).equals(name))
                .findFirst()
                .orElseThrow(() -> Refusal.badRequest(
                        "unknown_state",
                        "There is no such state. Known states: %s."
                                .formatted(Arrays.stream(TaskState.values())
                                        .map(TaskResource::wire)
                                        .collect(Collectors.joining(", ")))));
    }

    private static String wire(TaskState state) {
        return state.name().toLowerCase(Locale.ROOT);
    }
}
