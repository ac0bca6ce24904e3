package dev.sluice.contracts.optimize;

import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.Map;

/** Tells which of two models is good enough; a helper: late or away means the caller's default. */
@Path("/optimize/route")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
public interface RouteApi {

    /** The model to ask, and how likely each is right. */
    @POST
    RouteAdvice route(RouteQuestion question);

    /** Takes in whether an answer was right, for the caller's tenant alone. */
    @POST
    @Path("/feedback")
    Map<String, Boolean> feedback(RouteFeedback feedback);
}
