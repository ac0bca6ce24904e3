package dev.sluice.analytics.trials;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.contracts.experiments.Experiment;
import dev.sluice.contracts.experiments.Experiment.Change;
import dev.sluice.contracts.experiments.Experiment.State;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/**
 * Ends any tenant's experiment at once, for operators: no public path. The gateway asks for it on its management port, for
 * whoever has the admin key, and gives the control to everybody from then on.
 */
@Path("/internal/analytics/experiments/{name}/roll-back")
@Produces(MediaType.APPLICATION_JSON)
@Blocking
class RollBackResource {

    private final Register register;
    private final Because because;
    private final InstantSource clock = InstantSource.system();

    RollBackResource(Register register, ObjectMapper json) {
        this.register = register;
        this.because = new Because(json);
    }

    /**
     * Rolls one back that runs; 409 when it does not.
     *
     * @param by which administrator
     */
    @POST
    @Consumes(MediaType.WILDCARD)
    public Experiment rollBack(
            @PathParam("name") String name, @RestQuery String tenant, @RestQuery String by, @Nullable String body) {
        var change =
                new Change(clock.instant().truncatedTo(ChronoUnit.MICROS), by, State.ROLLED_BACK, because.read(body));
        return register.rollBack(tenant, name, change);
    }
}
