package dev.sluice.analytics.report;

import dev.sluice.analytics.store.StoreAway;
import dev.sluice.contracts.analytics.Overview;
import dev.sluice.kit.identity.CurrentCaller;
import dev.sluice.kit.problem.Refusal;
import io.quarkus.logging.Log;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.function.Supplier;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/**
 * The reports over HTTP, for the caller's tenant. On worker threads, not virtual ones: the store's native code holds
 * the thread it runs on.
 */
@Path("/analytics")
@Blocking
class AnalyticsResource {

    static final int MOST_REQUESTS = 200;

    private final Reports reports;
    private final CurrentCaller caller;
    private final InstantSource clock = InstantSource.system();

    AnalyticsResource(Reports reports, CurrentCaller caller) {
        this.reports = reports;
        this.caller = caller;
    }

    /** Usage, money and latency of a period, by model and over time. */
    @GET
    @Path("/overview")
    public Overview overview(
            @RestQuery @Nullable String from, @RestQuery @Nullable String to, @RestQuery @Nullable String bucket) {
        Period period = period(from, to, bucket);
        return answer(() -> reports.overview(tenant(), period));
    }

    /** Money of a period by model, project, key or provider. */
    @GET
    @Path("/costs")
    public Costs costs(
            @RestQuery @DefaultValue("model") String by,
            @RestQuery @Nullable String from,
            @RestQuery @Nullable String to) {
        Dimension dimension = Dimension.of(by);
        Period period = period(from, to, null);
        return answer(() -> reports.costs(tenant(), period, dimension));
    }

    /** The last calls of a period. */
    @GET
    @Path("/requests")
    public Requests requests(
            @RestQuery @DefaultValue("20") String limit,
            @RestQuery @Nullable String from,
            @RestQuery @Nullable String to) {
        int rows = limit(limit);
        Period period = period(from, to, null);
        return answer(() -> reports.requests(tenant(), period, rows));
    }

    /** Tasks of a period that ended, by lane and final state. */
    @GET
    @Path("/tasks")
    public Tasks tasks(@RestQuery @Nullable String from, @RestQuery @Nullable String to) {
        Period period = period(from, to, null);
        return answer(() -> reports.tasks(tenant(), period));
    }

    private String tenant() {
        return caller.get().tenant();
    }

    private Period period(@Nullable String from, @Nullable String to, @Nullable String bucket) {
        return Period.of(from, to, bucket, clock.instant());
    }

    private static int limit(String text) {
        try {
            int limit = Integer.parseInt(text);
            if (limit >= 1 && limit <= MOST_REQUESTS) {
                return limit;
            }
        } catch (NumberFormatException e) {
            // Told below, together with what is out of range.
        }
        throw Refusal.badRequest(
                "bad_limit", "Parameter 'limit' is not a number from 1 to %d.".formatted(MOST_REQUESTS));
    }

    private static <T> T answer(Supplier<T> report) {
        try {
            return report.get();
        } catch (StoreAway e) {
            Log.warnf("a report could not be computed: %s", e.getMessage());
            throw new Refusal(
                    503,
                    "store_away",
                    "Reports are away",
                    "The analytics store cannot answer now; no event is lost meanwhile. Try again in a few seconds,"
                            + " or ask for a shorter period.",
                    Map.of("Retry-After", "5"));
        }
    }
}
