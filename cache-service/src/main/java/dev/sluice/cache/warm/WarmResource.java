package dev.sluice.cache.warm;

import dev.sluice.kit.identity.CurrentCaller;
import dev.sluice.kit.problem.Refusal;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Warm-ups of the caller's tenant. */
@Path("/cache/warm")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@Tag(name = "Warm-up")
class WarmResource {

    private final Warmer warmer;
    private final CurrentCaller caller;

    WarmResource(Warmer warmer, CurrentCaller caller) {
        this.warmer = warmer;
        this.caller = caller;
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Asks questions of a model in the background, so that their answers are cached",
            description = "Up to 1,000 questions with the model, the instructions (system) and the parameters of the"
                    + " requests that shall find the answers; a budget in USD or requests. The same order again tells of the"
                    + " one that is running.")
    public Response begin(@Nullable WarmOrder order) {
        if (order == null) {
            throw Refusal.badRequest(
                    "missing_body", "Send {\"model\": \"...\", \"questions\": [\"...\"], \"budget\": {\"usd\": 1.5}}.");
        }
        WarmJob job = warmer.begin(caller.get(), order);
        return Response.accepted(job)
                .header("location", "/cache/warm/" + job.id())
                .build();
    }

    @GET
    @Operation(summary = "The latest warm-ups, newest first")
    public Map<String, List<WarmJob>> list() {
        return Map.of("jobs", warmer.list(caller.get().tenant()));
    }

    @GET
    @Path("/{id}")
    @Operation(summary = "How far a warm-up is")
    public WarmJob one(@PathParam("id") String id) {
        return warmer.find(caller.get().tenant(), id).orElseThrow(() -> Refusal.notFound("warm-up", id));
    }
}
