package dev.sluice.cache.manage;

import dev.sluice.kit.identity.CurrentCaller;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Older names of some cache paths. */
@Path("/api/v1/optimization/cache")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@Tag(name = "Cache, older names")
class OptimizationAliases {

    private final CacheAdmin admin;
    private final CurrentCaller caller;

    OptimizationAliases(CacheAdmin admin, CurrentCaller caller) {
        this.admin = admin;
        this.caller = caller;
    }

    @GET
    @Path("/stats")
    @Operation(summary = "Older name of GET /cache/stats")
    public Views.Stats stats() {
        return admin.stats(caller.get().tenant());
    }

    @POST
    @Path("/clear")
    @Operation(summary = "Older name of POST /cache/clear")
    public Views.Deleted clear() {
        return admin.clear(caller.get().tenant());
    }

    @GET
    @Path("/keys")
    @Operation(summary = "Older name of GET /cache/keys")
    public Views.Keys keys(@QueryParam("limit") @DefaultValue("100") String limit) {
        return admin.keys(caller.get().tenant(), Limits.of(limit));
    }
}
