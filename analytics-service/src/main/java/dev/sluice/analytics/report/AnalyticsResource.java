package dev.sluice.analytics.report;

import dev.sluice.contracts.analytics.Overview;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/**
 * What was used, for the caller's tenant. On worker threads, not virtual ones: the store's native code holds the thread
 * it runs on.
 */
@Path("/analytics")
@Blocking
class AnalyticsResource {

    static final int MOST_REQUESTS = 200;

    private static final int USUAL_DAYS = 30;

    private final Desk desk;

    AnalyticsResource(Desk desk) {
        this.desk = desk;
    }

    /** Usage, money and latency of a period, by model and over time. */
    @GET
    @Path("/overview")
    public Overview overview(
            @RestQuery @Nullable String from, @RestQuery @Nullable String to, @RestQuery @Nullable String bucket) {
        return desk.answer(desk.period(from, to, bucket), Overviews::of);
    }

    /** Money of a period by model, project, key, provider, route, decision of the cache or template; of some calls only, if asked. */
    @GET
    @Path("/costs")
    public Costs costs(
            @RestQuery @DefaultValue("model") String by,
            @BeanParam Only only,
            @RestQuery @Nullable String from,
            @RestQuery @Nullable String to) {
        Dimension dimension = Dimension.of(by);
        return desk.answer(desk.period(from, to, null), question -> Costs.of(question, dimension, only));
    }

    /** The same over time. */
    @GET
    @Path("/costs/series")
    public CostCurve costCurve(
            @RestQuery @DefaultValue("model") String by,
            @BeanParam Only only,
            @RestQuery @Nullable String from,
            @RestQuery @Nullable String to,
            @RestQuery @Nullable String bucket) {
        Dimension dimension = Dimension.of(by);
        return desk.answer(desk.period(from, to, bucket), question -> CostCurve.of(question, dimension, only));
    }

    /** The last calls of a period. */
    @GET
    @Path("/requests")
    public Requests requests(
            @RestQuery @DefaultValue("20") String limit,
            @RestQuery @DefaultValue("false") boolean failed,
            @BeanParam Only only,
            @RestQuery @Nullable String from,
            @RestQuery @Nullable String to) {
        long rows = Desk.number("limit", limit, 1, MOST_REQUESTS);
        return desk.answer(desk.period(from, to, null), question -> Requests.of(question, only, failed, rows));
    }

    /** One call by its {@code x-request-id}, and why it went as it did. */
    @GET
    @Path("/requests/{id}")
    public Explained request(@RestPath String id, @RestQuery @Nullable String from, @RestQuery @Nullable String to) {
        return desk.answer(desk.days(from, to, USUAL_DAYS), question -> Explained.of(question, id));
    }

    /** Tasks of a period that ended, by lane and final state. */
    @GET
    @Path("/tasks")
    public Tasks tasks(@RestQuery @Nullable String from, @RestQuery @Nullable String to) {
        return desk.answer(desk.period(from, to, null), Tasks::of);
    }

    /** How long completions took, by the same dimensions as costs. */
    @GET
    @Path("/latency")
    public Latency latency(
            @RestQuery @DefaultValue("model") String by,
            @RestQuery @Nullable String from,
            @RestQuery @Nullable String to) {
        Dimension dimension = Dimension.of(by);
        return desk.answer(desk.period(from, to, null), question -> Latency.of(question, dimension));
    }

    /** Calls that failed, by cause. */
    @GET
    @Path("/errors")
    public Errors errors(@RestQuery @Nullable String from, @RestQuery @Nullable String to) {
        return desk.answer(desk.period(from, to, null), Errors::of);
    }

    /** What the cache decided over time. */
    @GET
    @Path("/cache")
    public CacheCurve cache(
            @RestQuery @Nullable String from, @RestQuery @Nullable String to, @RestQuery @Nullable String bucket) {
        return desk.answer(desk.period(from, to, bucket), CacheCurve::of);
    }
}
