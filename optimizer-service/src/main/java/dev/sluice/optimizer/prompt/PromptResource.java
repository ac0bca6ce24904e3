package dev.sluice.optimizer.prompt;

import dev.sluice.contracts.optimize.OptimizeApi;
import dev.sluice.contracts.optimize.OptimizeReply;
import dev.sluice.contracts.optimize.OptimizeRequest;
import dev.sluice.kit.identity.CurrentCaller;
import dev.sluice.kit.requests.RequestLog;
import io.smallrye.common.annotation.NonBlocking;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code /optimize}. */
class PromptResource implements OptimizeApi {

    private final OptimizerConfig config;
    private final Desk desk;
    private final Answers answers;
    private final Totals totals;
    private final CurrentCaller caller;
    private final RoutingContext route;

    PromptResource(
            OptimizerConfig config,
            Desk desk,
            Answers answers,
            Totals totals,
            CurrentCaller caller,
            RoutingContext route) {
        this.config = config;
        this.desk = desk;
        this.answers = answers;
        this.totals = totals;
        this.caller = caller;
        this.route = route;
    }

    @Override
    public Uni<OptimizeReply> prompt(@Nullable OptimizeRequest request) {
        Asked asked = Asked.of(request, config.maxText().asLongValue());
        // The caller and the request id belong to this request's context: read them before the thread may change.
        return desk.serve(asked, caller.get(), RequestLog.idOf(route));
    }

    /**
     * What the optimiser did for the caller's tenant since the process started.
     *
     * @param model whose tokens are told alone among the counts; absent tells those of all models that were asked
     */
    @GET
    @Path("/stats")
    @NonBlocking
    public OptimizerStats stats(@QueryParam("model") @Nullable String model) {
        return totals.of(caller.get().tenant(), Names.checked("model", model));
    }

    /** Forgets the replies kept for the caller's tenant. */
    @POST
    @Path("/clear-cache")
    @NonBlocking
    public Map<String, Integer> clearCache() {
        return Map.of("cleared", answers.clear(caller.get().tenant()));
    }
}
