package dev.sluice.cache.variation;

import dev.sluice.kit.identity.CurrentCaller;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** What the caller's tenant asks about. */
@Path("/cache/categories")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@Tag(name = "Categories")
class CategoryResource {

    private final Variations variations;
    private final CurrentCaller caller;

    CategoryResource(Variations variations, CurrentCaller caller) {
        this.variations = variations;
        this.caller = caller;
    }

    @GET
    @Operation(
            summary = "What questions are about",
            description =
                    "Counts by category, and clusters learned from the tenant's own questions, with a few of them.")
    public VariationViews.Overview overview() {
        return variations.overview(tenant());
    }

    @GET
    @Path("/own")
    @Operation(summary = "The tenant's own patterns by category")
    public Map<String, List<String>> own() {
        return variations.own(tenant());
    }

    @PUT
    @Path("/{name}")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Sets the tenant's own patterns of a category",
            description =
                    "Words as in a canonical question; price* matches words that begin so, _ any word, __ up to four"
                            + " words. They are added to the patterns that come with the service.")
    public Map<String, List<String>> set(@PathParam("name") String name, VariationViews.@Nullable Own own) {
        variations.set(tenant(), name, own == null ? null : own.patterns());
        return variations.own(tenant());
    }

    @DELETE
    @Path("/{name}")
    @Operation(summary = "Deletes the tenant's own patterns of a category")
    public void delete(@PathParam("name") String name) {
        variations.delete(tenant(), name);
    }

    private String tenant() {
        return caller.get().tenant();
    }
}
