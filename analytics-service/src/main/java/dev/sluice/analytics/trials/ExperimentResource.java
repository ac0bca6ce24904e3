package dev.sluice.analytics.trials;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import dev.sluice.analytics.store.StoreAway;
import dev.sluice.contracts.experiments.Experiment;
import dev.sluice.contracts.experiments.Experiment.Change;
import dev.sluice.contracts.experiments.Experiment.State;
import dev.sluice.contracts.identity.Caller;
import dev.sluice.kit.identity.CurrentCaller;
import dev.sluice.kit.problem.Refusal;
import io.quarkus.logging.Log;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/**
 * {@code /analytics/experiments}, for the caller's tenant. Whoever may ask for reports may read; changes take the scope
 * {@code experiments}. On worker threads: the store's native code holds the thread it runs on.
 */
@Path("/analytics/experiments")
@Produces(MediaType.APPLICATION_JSON)
@Blocking
class ExperimentResource {

    private static final String SCOPE = "experiments";

    private final Register register;
    private final Lookout lookout;
    private final CurrentCaller caller;
    private final Because because;
    private final ObjectReader proposals;
    private final InstantSource clock = InstantSource.system();

    ExperimentResource(Register register, Lookout lookout, CurrentCaller caller, ObjectMapper json) {
        this.because = new Because(json);
        // A field that is not known, or half of a whole number, would silently make another experiment than was meant.
        this.proposals = json.readerFor(Proposal.class)
                .with(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .without(DeserializationFeature.ACCEPT_FLOAT_AS_INT);
        this.register = register;
        this.lookout = lookout;
        this.caller = caller;
    }

    /** All of a tenant's. */
    @RegisterForReflection
    public record Shelf(List<Experiment> experiments) {

        public Shelf {
            experiments = List.copyOf(experiments);
        }
    }

    /** The tenant's experiments, the newest first. */
    @GET
    public Shelf list() {
        return new Shelf(register.of(caller.get().tenant()));
    }

    /** Defines one; it does not begin by that. */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @RequestBody(content = @Content(schema = @Schema(implementation = Proposal.class)))
    public Response define(@Nullable String body) throws JsonProcessingException {
        Caller who = mayChange();
        Proposal proposal = body == null || body.isBlank() ? null : proposals.readValue(body);
        if (proposal == null) {
            throw Refusal.badRequest(
                    "bad_experiment", "The body is empty. Send a JSON object as docs/experiments.md shows.");
        }
        Experiment added = register.add(proposal.of(who.tenant(), name(who), now()));
        return Response.status(201).entity(added).build();
    }

    /** What one says now. */
    @GET
    @Path("/{name}")
    public Result result(@PathParam("name") String name) {
        Experiment experiment = register.find(caller.get().tenant(), name);
        try {
            return lookout.at(experiment, now());
        } catch (StoreAway e) {
            Log.warnf("an experiment could not be judged: %s", e.getMessage());
            throw new Refusal(
                    503,
                    "store_away",
                    "Reports are away",
                    "The analytics store cannot answer now; no event is lost meanwhile. Try again in a few seconds.",
                    Map.of("Retry-After", "5"));
        }
    }

    /** Begins one; the body may say {@code because}. */
    @POST
    @Path("/{name}/start")
    @Consumes(MediaType.WILDCARD)
    public Experiment start(@PathParam("name") String name, @Nullable String body) {
        return change(name, State.RUNNING, body);
    }

    /** Ends one; the body may say {@code because}. */
    @POST
    @Path("/{name}/stop")
    @Consumes(MediaType.WILDCARD)
    public Experiment stop(@PathParam("name") String name, @Nullable String body) {
        return change(name, State.STOPPED, body);
    }

    /** Forgets one that does not run. */
    @DELETE
    @Path("/{name}")
    public void remove(@PathParam("name") String name) {
        register.remove(mayChange().tenant(), name);
    }

    /** How many units are needed. */
    @GET
    @Path("/power")
    public Planned power(
            @RestQuery @Nullable String rate,
            @RestQuery @Nullable String deviation,
            @RestQuery @Nullable String difference,
            @RestQuery @DefaultValue("0.8") String power,
            @RestQuery @DefaultValue("0.05") String alpha,
            @RestQuery @DefaultValue("0.5") String share) {
        caller.get();
        return Planned.of(rate, deviation, difference, power, alpha, share);
    }

    private Experiment change(String name, State state, @Nullable String body) {
        Caller who = mayChange();
        return register.change(who.tenant(), name, new Change(now(), name(who), state, because.read(body)));
    }

    private Caller mayChange() {
        Caller who = caller.get();
        Set<String> scopes = who.scopes();
        if (!scopes.isEmpty() && !scopes.contains(SCOPE) && !scopes.contains("*")) {
            throw new Refusal(
                    403,
                    "missing_scope",
                    "Forbidden",
                    "Changing experiments takes the scope 'experiments', which this credential has not. Ask your administrator for it.");
        }
        return who;
    }

    private static String name(Caller who) {
        return who.keyId() == null ? "token" : who.keyId();
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
