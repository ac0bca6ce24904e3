package dev.sluice.worker.submission;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.contracts.identity.InternalHeaders;
import dev.sluice.contracts.tasks.TaskRecord;
import dev.sluice.contracts.tasks.TaskRequest;
import dev.sluice.kit.identity.CurrentCaller;
import dev.sluice.kit.problem.Refusal;
import dev.sluice.kit.streaming.EventStream;
import dev.sluice.worker.batches.BatchWatch;
import dev.sluice.worker.ledger.TaskLedger;
import dev.sluice.worker.streaming.Followers;
import dev.sluice.worker.webhooks.Secrets;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Many background tasks of the caller's tenant at once: submit, list, follow, count. */
@Path("/background")
@RunOnVirtualThread
@Produces(MediaType.APPLICATION_JSON)
public class TaskListResource {

    private static final int MOST_SUBMITTED = 10_000;
    private static final int MOST_FOLLOWED = 100;

    private final Intake intake;
    private final TaskLedger ledger;
    private final TaskLookup lookup;
    private final TaskEvents events;
    private final Followers followers;
    private final Workforce workforce;
    private final BatchWatch batches;
    private final Secrets secrets;
    private final CurrentCaller caller;
    private final ObjectMapper json;
    private final Clock clock;

    TaskListResource(
            Intake intake,
            TaskLedger ledger,
            TaskLookup lookup,
            TaskEvents events,
            Followers followers,
            Workforce workforce,
            BatchWatch batches,
            Secrets secrets,
            CurrentCaller caller,
            ObjectMapper json,
            Clock clock) {
        this.intake = intake;
        this.ledger = ledger;
        this.lookup = lookup;
        this.events = events;
        this.followers = followers;
        this.workforce = workforce;
        this.batches = batches;
        this.secrets = secrets;
        this.caller = caller;
        this.json = json;
        this.clock = clock;
    }

    /**
     * Takes tasks in, each for itself: 202 when all are durable, 207 when some were refused. With an Idempotency-Key each has
     * the key {@code <key>/<index>}, so that the same batch sent again gives the same tasks.
     */
    @POST
    @Path("/tasks")
    @Consumes(MediaType.APPLICATION_JSON)
    public Response submit(
            @Nullable JsonNode body,
            @HeaderParam("Idempotency-Key") @Nullable String idempotencyKey,
            @HeaderParam(InternalHeaders.REQUEST_ID) @Nullable String requestId)
            throws InterruptedException {
        JsonNode tasks = body == null ? null : body.get("tasks");
        if (tasks == null || !tasks.isArray() || tasks.isEmpty() || tasks.size() > MOST_SUBMITTED) {
            throw Refusal.badRequest(
                    "bad_batch",
                    "Send {\"tasks\": [{\"type\": \"...\", \"input\": {...}}, ...]} with 1 to %d tasks."
                            .formatted(MOST_SUBMITTED));
        }
        Taken[] taken = new Taken[tasks.size()];
        List<Order> orders = new ArrayList<>();
        List<Integer> indexes = new ArrayList<>();
        for (int i = 0; i < taken.length; i++) {
            try {
                String key = idempotencyKey == null ? null : idempotencyKey + "/" + i;
                orders.add(new Order(json.treeToValue(tasks.get(i), TaskRequest.class), key));
                indexes.add(i);
            } catch (JsonProcessingException e) {
                taken[i] = new Taken.Refused(Refusal.badRequest(
                        "invalid_field", "This is no task; a field of it has a value of the wrong kind."));
            }
        }
        List<Taken> outcomes = intake.take(caller.get(), orders, requestId);
        for (int i = 0; i < outcomes.size(); i++) {
            taken[indexes.get(i)] = outcomes.get(i);
        }
        BatchReply reply = BatchReply.of(List.of(taken));
        return Response.status(reply.refused() == 0 ? 202 : 207).entity(reply).build();
    }

    /** The tasks, newest first, without results. */
    @GET
    @Path("/tasks")
    public TaskPage list(
            @QueryParam("state") @Nullable String state,
            @QueryParam("type") @Nullable String type,
            @QueryParam("lane") @Nullable String lane,
            @QueryParam("label") List<String> labels,
            @QueryParam("from") @Nullable String from,
            @QueryParam("to") @Nullable String to,
            @QueryParam("cursor") @Nullable String cursor,
            @QueryParam("limit") @DefaultValue("50") int limit) {
        Predicate<TaskRecord> wanted = ListQuery.of(state, type, lane, labels, from, to);
        return TaskPage.of(ledger, caller.get().tenant(), wanted, cursor, limit);
    }

    /**
     * Follows tasks: the given ones until all have ended, or all of the tenant's from now on when none is given. The state
     * each is in comes first.
     */
    @GET
    @Path("/events")
    @Produces("text/event-stream")
    public Response follow(@QueryParam("ids") @Nullable String ids, @Context RoutingContext route) {
        String tenant = caller.get().tenant();
        if (ids == null || ids.isBlank()) {
            followers.enter(route);
            return EventStream.of(route, stream -> events.followAll(tenant, stream));
        }
        Set<String> asked = new LinkedHashSet<>(List.of(ids.split(",", -1)));
        if (asked.size() > MOST_FOLLOWED) {
            throw Refusal.badRequest("too_many_ids", "At most %d tasks are followed at once.".formatted(MOST_FOLLOWED));
        }
        asked.forEach(lookup::find);
        followers.enter(route);
        return EventStream.of(route, stream -> events.followMany(asked, stream));
    }

    /** What waits and runs in each lane, and how fast. */
    @GET
    @Path("/stats")
    public LaneStats.Stats stats() {
        String tenant = caller.get().tenant();
        List<TaskRecord> all = ledger.table().behind(tenant, null).toList();
        return LaneStats.of(all, batches.of(tenant), clock.instant(), workforce.size(), ledger.isReady());
    }

    /** The secret that the tenant's webhooks are signed with. */
    @GET
    @Path("/webhook-secret")
    public Response secret() {
        String secret = secrets.of(caller.get().tenant())
                .orElseThrow(() -> new Refusal(
                        404,
                        "webhooks_not_configured",
                        "Not found",
                        "This worker has nothing to sign webhooks with. Set sluice.worker.webhooks.secret."));
        return Response.ok(Map.of("secret", secret))
                .header("cache-control", "no-store")
                .build();
    }
}
