package dev.sluice.worker.batches;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.contracts.identity.InternalHeaders;
import dev.sluice.kit.identity.CurrentCaller;
import dev.sluice.kit.problem.Refusal;
import dev.sluice.worker.openai.OpenAiErrors;
import dev.sluice.worker.openai.Pages;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Map;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;
import org.jspecify.annotations.Nullable;

/** The tenant's batches: create, look, list, cancel. */
@Path("/v1/batches")
@RunOnVirtualThread
@Produces(MediaType.APPLICATION_JSON)
public class BatchResource {

    private static final int STANDARD = 20;
    private static final int MOST_LISTED = 100;

    private final BatchDesk desk;
    private final CurrentCaller caller;
    private final ObjectMapper json;

    BatchResource(BatchDesk desk, CurrentCaller caller, ObjectMapper json) {
        this.desk = desk;
        this.caller = caller;
        this.json = json;
    }

    /** Takes a batch in; it is durable and will be checked next. */
    @POST
    @Consumes({MediaType.APPLICATION_JSON, MediaType.WILDCARD})
    public Map<String, Object> create(
            @Nullable String body, @HeaderParam(InternalHeaders.REQUEST_ID) @Nullable String requestId) {
        return desk.view(desk.accept(caller.get(), Wish.of(parsed(body)), requestId));
    }

    /** The batches, newest first. */
    @GET
    public Map<String, Object> list(
            @QueryParam("after") @Nullable String after, @QueryParam("limit") @Nullable String limit) {
        int atMost = Pages.limit(limit, STANDARD, MOST_LISTED);
        return Pages.of(desk.of(caller.get().tenant()), batch -> true, true, after, atMost, desk::view);
    }

    /** One batch. */
    @GET
    @Path("/{id}")
    public Map<String, Object> look(@PathParam("id") String id) {
        return desk.view(desk.find(caller.get().tenant(), id));
    }

    /** Begins no more of its requests; what is done is in its files once it is cancelled. */
    @POST
    @Path("/{id}/cancel")
    @Consumes(MediaType.WILDCARD)
    public Map<String, Object> cancel(@PathParam("id") String id) {
        return desk.view(desk.cancel(caller.get().tenant(), id));
    }

    @ServerExceptionMapper
    Response refused(Refusal refusal) {
        return OpenAiErrors.response(refusal);
    }

    private @Nullable JsonNode parsed(@Nullable String body) {
        try {
            return body == null || body.isBlank() ? null : json.readTree(body);
        } catch (JsonProcessingException e) {
            throw Refusal.badRequest("invalid_json", "The body is not valid JSON. Send one JSON object.");
        }
    }
}
