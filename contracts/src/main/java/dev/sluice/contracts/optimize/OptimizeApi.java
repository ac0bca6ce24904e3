package dev.sluice.contracts.optimize;

import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

/** Makes prompts cheaper; a helper: slow or down means unchanged. */
@Path("/optimize")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
public interface OptimizeApi {

    /** Shortens a prompt without touching code, JSON, URLs, numbers, quotes or placeholders. */
    @POST
    @Path("/prompt")
    Uni<OptimizeReply> prompt(OptimizeRequest request);
}
