package dev.sluice.optimizer.originals;

import dev.sluice.kit.identity.CurrentCaller;
import dev.sluice.kit.problem.Refusal;
import io.smallrye.common.annotation.NonBlocking;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.Map;

/** {@code /optimize/originals}. */
@Path("/optimize/originals")
@Produces(MediaType.APPLICATION_JSON)
class OriginalsResource {

    private final OriginalStore store;
    private final CurrentCaller caller;

    OriginalsResource(OriginalStore store, CurrentCaller caller) {
        this.store = store;
        this.caller = caller;
    }

    /** What a tool returned before it was left out of a conversation. */
    @GET
    @Path("/{id}")
    @NonBlocking
    public Map<String, String> original(@PathParam("id") String id) {
        String text = store.find(caller.get().tenant(), id);
        if (text == null) {
            throw new Refusal(
                    404,
                    "no_original",
                    "Not there",
                    "Nothing is kept under this id; originals are kept in memory for a while. Ask the tool again.");
        }
        return Map.of("id", id, "text", text);
    }
}
