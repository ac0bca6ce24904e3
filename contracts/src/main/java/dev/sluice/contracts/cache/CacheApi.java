package dev.sluice.contracts.cache;

import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

/** Asked by the gateway beside the completion path; a helper: slow or down means a miss. */
@Path("/internal/cache")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
public interface CacheApi {

    /** Looks for an answer, exact first, then semantic if the question allows it. Never fails for a miss. */
    @POST
    @Path("/lookup")
    Uni<CacheReply> lookup(CacheQuestion question);

    /** Stores a complete, unmodified, non-error answer; answers 204 once it can be found. */
    @POST
    @Path("/remember")
    Uni<Void> remember(CacheEntry entry);

    /**
     * Compares the model's own answer with the one that was served, after a reply that asked for an audit. Answers 204,
     * also when the entry is gone meanwhile.
     */
    @POST
    @Path("/audit")
    Uni<Void> audit(CacheAudit audit);
}
