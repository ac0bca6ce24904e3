package dev.sluice.optimizer.prompt;

import dev.sluice.contracts.optimize.OptimizeReply;
import dev.sluice.contracts.optimize.OptimizeRequest;
import io.smallrye.common.annotation.NonBlocking;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The paths of {@link PromptResource} under the names that clients of older gateways know. */
@Path("/api/v1/optimization")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
class OptimizationAliases {

    private final PromptResource prompts;

    OptimizationAliases(PromptResource prompts) {
        this.prompts = prompts;
    }

    @POST
    @Path("/prompt/optimize")
    public Uni<OptimizeReply> prompt(@Nullable OptimizeRequest request) {
        return prompts.prompt(request);
    }

    @GET
    @Path("/stats")
    @NonBlocking
    public OptimizerStats stats(@QueryParam("model") @Nullable String model) {
        return prompts.stats(model);
    }

    /** Up, whenever it can answer. */
    @GET
    @Path("/health")
    @NonBlocking
    public Map<String, String> health() {
        return Map.of("status", "UP");
    }
}
