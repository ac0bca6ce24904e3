package dev.sluice.worker.submission;

import dev.sluice.contracts.identity.InternalHeaders;
import dev.sluice.contracts.tasks.TaskRecord;
import dev.sluice.contracts.tasks.TaskRequest;
import dev.sluice.contracts.tasks.TaskState;
import dev.sluice.contracts.tasks.TaskView;
import dev.sluice.kit.identity.CurrentCaller;
import dev.sluice.kit.problem.Refusal;
import dev.sluice.kit.streaming.EventStream;
import dev.sluice.worker.ledger.TaskLedger;
import dev.sluice.worker.streaming.Followers;
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
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One background task of the caller's tenant: submit, look, cancel, follow. */
@Path("/background")
@RunOnVirtualThread
@Produces(MediaType.APPLICATION_JSON)
public class TaskResource {

    private final Intake intake;
    private final Cancellation cancellation;
    private final TaskEvents events;
    private final TaskLedger ledger;
    private final TaskLookup lookup;
    private final Followers followers;
    private final CurrentCaller caller;

    TaskResource(
            Intake intake,
            Cancellation cancellation,
            TaskEvents events,
            TaskLedger ledger,
            TaskLookup lookup,
            Followers followers,
            CurrentCaller caller) {
        this.intake = intake;
        this.cancellation = cancellation;
        this.events = events;
        this.ledger = ledger;
        this.lookup = lookup;
        this.followers = followers;
        this.caller = caller;
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

    /** The tasks, newest first, without results; {@code GET /background/tasks} knows more filters. */
    @GET
    @Path("/task")
    public TaskPage list(
            @QueryParam("state") @Nullable String state,
            @QueryParam("type") @Nullable String type,
            @QueryParam("cursor") @Nullable String cursor,
            @QueryParam("limit") @DefaultValue("50") int limit) {
        return TaskPage.of(
                ledger, caller.get().tenant(), ListQuery.of(state, type, null, List.of(), null, null), cursor, limit);
    }

    /** One task with its result. */
    @GET
    @Path("/task/{id}")
    public TaskView look(@PathParam("id") String id) {
        return lookup.view(id);
    }

    /** Cancels a task: 200 when it is cancelled, 202 when it is still ending, 409 when it had ended otherwise. */
    @DELETE
    @Path("/task/{id}")
    public Response cancel(@PathParam("id") String id) throws InterruptedException {
        TaskRecord before = lookup.find(id);
        TaskRecord now = cancellation.cancel(before);
        if (now.state() == TaskState.CANCELLED) {
            return Response.ok(now.view()).build();
        }
        if (now.state().isTerminal()) {
            throw new Refusal(
                    409,
                    "task_finished",
                    "Conflict",
                    "The task had already ended as %s; there is nothing to cancel."
                            .formatted(now.state().wireName()));
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
        lookup.find(id);
        long seen = lastSeen != null && lastSeen.matches("\\d{1,9}") ? Long.parseLong(lastSeen) : 0;
        followers.enter(route);
        return EventStream.of(route, stream -> events.follow(id, seen, stream));
    }
}
