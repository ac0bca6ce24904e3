package dev.sluice.contracts.cache;

import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

/**
 * Values that one of several services or replicas computes and all of a tenant use. Whoever finds none is told to compute it
 * or to wait for the one who does: ask again until it is there, or compute it anyway. A helper: slow or down means compute.
 */
@Path("/internal/cache/values")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
public interface ValuesApi {

    /** The value under a key, or who computes it. */
    @POST
    @Path("/{key}")
    ValueReply get(@PathParam("key") String key, ValueQuestion question);

    /** Keeps a value; answers 204 once it can be found. */
    @PUT
    @Path("/{key}")
    void put(@PathParam("key") String key, ValueEntry entry);
}
