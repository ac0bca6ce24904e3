package dev.sluice.optimizer.compress;

import dev.sluice.contracts.optimize.CompressReply;
import dev.sluice.contracts.optimize.CompressRequest;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.jspecify.annotations.Nullable;

/** {@link CompressResource} under the name that clients of older gateways know. */
@Path("/api/v1/optimization/compress")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
class CompressAlias {

    private final CompressResource answers;

    CompressAlias(CompressResource answers) {
        this.answers = answers;
    }

    @POST
    public CompressReply compress(@Nullable CompressRequest request) {
        return answers.compress(request);
    }
}
