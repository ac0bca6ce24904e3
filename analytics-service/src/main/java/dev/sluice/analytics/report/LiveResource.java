package dev.sluice.analytics.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.analytics.store.AnalyticsStore;
import dev.sluice.analytics.store.StoreAway;
import dev.sluice.contracts.analytics.Overview;
import dev.sluice.kit.problem.Refusal;
import dev.sluice.kit.streaming.EventStream;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.common.annotation.Blocking;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.Semaphore;
import org.jboss.resteasy.reactive.RestQuery;

/**
 * The overview and the last calls as server-sent events, told anew every two seconds while somebody looks. Each viewer holds
 * a worker thread, so there are few at a time; whoever finds no place asks for the overview itself.
 */
@Path("/analytics")
@Blocking
class LiveResource {

    private static final int MOST_VIEWERS = 32;
    private static final long LAST_CALLS = 12;
    private static final Duration EVERY = Duration.ofSeconds(2);
    private static final Duration LONGEST = Duration.ofMinutes(10);

    private final Desk desk;
    private final AnalyticsStore store;
    private final ObjectMapper json;
    private final Semaphore places = new Semaphore(MOST_VIEWERS);
    private final InstantSource clock = InstantSource.system();

    LiveResource(Desk desk, AnalyticsStore store, ObjectMapper json) {
        this.desk = desk;
        this.store = store;
        this.json = json;
    }

    /**
     * What a viewer is told.
     *
     * @param overview of the period that ends now
     * @param requests the last calls of it
     */
    @RegisterForReflection
    record Now(Overview overview, Requests requests) {}

    /** Events {@code now}, or {@code away} while the store cannot answer; ends with {@code again} after ten minutes. */
    @GET
    @Path("/live")
    @Produces("text/event-stream")
    public Response live(@RestQuery @DefaultValue("1d") String window, @Context RoutingContext route) {
        String tenant = desk.tenant();
        Duration width = Period.width("window", window);
        desk.period(clock.instant().minus(width).toString(), null, null);
        return EventStream.of(route, stream -> {
            if (!places.tryAcquire()) {
                stream.send("full", null, "{}");
                return;
            }
            try {
                tell(stream, tenant, width);
            } finally {
                places.release();
            }
        });
    }

    private void tell(EventStream stream, String tenant, Duration width) throws IOException, InterruptedException {
        Instant end = clock.instant().plus(LONGEST);
        while (!stream.isGone() && clock.instant().isBefore(end)) {
            Instant now = clock.instant();
            try {
                Period period = Period.of(now.minus(width).toString(), now.toString(), null, now);
                Now told = Question.of(
                        store,
                        tenant,
                        period,
                        question ->
                                new Now(Overviews.of(question), Requests.of(question, Only.ALL, false, LAST_CALLS)));
                stream.send("now", null, text(told));
            } catch (StoreAway away) {
                stream.send("away", null, text(Map.of("detail", "The analytics store cannot answer now.")));
            } catch (Refusal refused) {
                stream.send("away", null, text(Map.of("detail", String.valueOf(refused.getMessage()))));
                return;
            }
            Thread.sleep(EVERY);
        }
        stream.send("again", null, "{}");
    }

    private String text(Object told) {
        try {
            return json.writeValueAsString(told);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a report is always JSON", e);
        }
    }
}
