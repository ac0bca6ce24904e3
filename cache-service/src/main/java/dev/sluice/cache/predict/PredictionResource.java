package dev.sluice.cache.predict;

import dev.sluice.kit.identity.CurrentCaller;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

/** Tells a tenant what prediction did for it. */
@Path("/cache/prediction")
@Produces(MediaType.APPLICATION_JSON)
class PredictionResource {

    private final Predictor predictor;
    private final CurrentCaller caller;

    PredictionResource(Predictor predictor, CurrentCaller caller) {
        this.predictor = predictor;
        this.caller = caller;
    }

    @GET
    public Prediction report() {
        return predictor.report(caller.get().tenant());
    }
}
