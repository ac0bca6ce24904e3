package dev.sluice.optimizer.feedback;

import dev.sluice.contracts.optimize.OptimizeFeedback;
import dev.sluice.kit.identity.CurrentCaller;
import dev.sluice.kit.problem.Refusal;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code /optimize/feedback}. */
@Path("/optimize/feedback")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
class FeedbackResource {

    private final FeedbackLog log;
    private final CurrentCaller caller;

    FeedbackResource(FeedbackLog log, CurrentCaller caller) {
        this.log = log;
        this.caller = caller;
    }

    /** Takes in how the answer to a prompt under the quality guard was, for the caller's tenant alone. */
    @POST
    public Map<String, Boolean> tell(@Nullable OptimizeFeedback feedback) {
        if (feedback == null || isMissing(feedback.arm())) {
            throw Refusal.badRequest(
                    "no_arm",
                    "'arm' is missing. Send \"optimised\" or \"control\", as the answer of /optimize/prompt told it.");
        }
        log.tell(Told.of(caller.get().tenant(), feedback));
        return Map.of("learnt", true);
    }

    /** JSON may leave fields out that the record's type promises. */
    private static boolean isMissing(@Nullable Object value) {
        return value == null;
    }
}
