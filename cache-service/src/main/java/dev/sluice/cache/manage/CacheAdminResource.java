package dev.sluice.cache.manage;

import dev.sluice.kit.identity.CurrentCaller;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** The public paths of the cache; each sees the caller's tenant only. */
@Path("/cache")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@Tag(name = "Cache")
class CacheAdminResource {

    private final CacheAdmin admin;
    private final Explanations explanations;
    private final CurrentCaller caller;

    CacheAdminResource(CacheAdmin admin, Explanations explanations, CurrentCaller caller) {
        this.admin = admin;
        this.explanations = explanations;
        this.caller = caller;
    }

    @GET
    @Path("/stats")
    @Operation(summary = "What the cache did for the tenant: hits by layer and route, measured precision, savings")
    public Views.Stats stats() {
        return admin.stats(tenant());
    }

    @POST
    @Path("/clear")
    @Operation(summary = "Deletes all of the tenant's answers; its FAQ stays")
    public Views.Deleted clear() {
        return admin.clear(tenant());
    }

    @GET
    @Path("/keys")
    @Operation(summary = "Answers that are there, newest first")
    public Views.Keys keys(@QueryParam("limit") @DefaultValue("100") String limit) {
        return admin.keys(tenant(), Limits.of(limit));
    }

    @POST
    @Path("/explain")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary =
                    "What a look-up of a question would come to, and why: candidates, probabilities, reasons, the cut")
    public Explanations.Explained explain(Explanations.@Nullable LookUp lookUp) {
        return explanations.explain(tenant(), lookUp);
    }

    @GET
    @Path("/entries/{id}")
    @Operation(summary = "An answer's question, life, hits, and what audits found")
    public Views.EntryDetails entry(@PathParam("id") String id) {
        return admin.entry(tenant(), id);
    }

    @POST
    @Path("/entries/{id}/compare")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "Whether a question would get this answer, and why or why not")
    public Views.Explanation compare(@PathParam("id") String id, Views.@Nullable Comparison comparison) {
        return admin.compare(tenant(), id, comparison);
    }

    @POST
    @Path("/entries/{id}/report")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "Says that this answer was wrong: it is not served in other words any more")
    public Views.Reported report(@PathParam("id") String id, Views.@Nullable Report report) {
        return admin.report(tenant(), id, report);
    }

    @DELETE
    @Path("/entries/{id}")
    @Operation(summary = "Deletes one answer")
    public void delete(@PathParam("id") String id) {
        admin.delete(tenant(), id);
    }

    @DELETE
    @Path("/entries")
    @Operation(summary = "Deletes answers whose question or model matches a pattern with * and ?")
    public Views.Deleted deleteMatching(
            @QueryParam("pattern") @Nullable String pattern, @QueryParam("model") @Nullable String model) {
        return admin.deleteMatching(tenant(), pattern, model);
    }

    private String tenant() {
        return caller.get().tenant();
    }
}
