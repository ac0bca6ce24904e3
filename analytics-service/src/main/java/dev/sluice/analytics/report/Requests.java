package dev.sluice.analytics.report;

import dev.sluice.analytics.store.Named;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A tenant's last calls, newest first; {@code GET /analytics/requests}.
 *
 * @param requests at most as many as were asked for
 */
public record Requests(List<Row> requests) {

    public Requests {
        requests = List.copyOf(requests);
    }

    static Requests of(Question question, Only only, boolean failed, long limit) {
        Map<String, Object> parameters = only.with(Map.of("limit", limit, "failed", failed ? 1L : 0L));
        return new Requests(question.rows(Named.REQUESTS, parameters).stream()
                .map(Requests::row)
                .toList());
    }

    /** One call as a query tells it. */
    static Row row(dev.sluice.analytics.store.Row row) {
        return new Row(
                row.text("id"),
                Period.instant(row.whole("at_us")),
                row.text("kind"),
                row.maybe("label"),
                row.maybe("asked"),
                row.maybe("route"),
                row.maybe("provider"),
                row.maybe("the_key"),
                row.maybe("the_project"),
                row.maybe("cache"),
                row.number("similarity"),
                row.small("status"),
                (int) row.whole("tries"),
                row.whole("tokens_in"),
                row.whole("tokens_out"),
                row.whole("cost"),
                row.whole("saved"),
                row.number("ms"),
                row.number("first_token_ms"),
                row.number("overhead_ms"),
                row.maybe("error"));
    }

    /**
     * One call.
     *
     * @param id its {@code x-request-id}
     * @param at when it ended
     * @param kind completion, embedding, or shadow for a call beside a request
     * @param model the model that answered, or the one asked for
     * @param asked the model asked for
     * @param route the route that matched
     * @param provider who answered
     * @param key the public id of the key that asked
     * @param project the project it asked for
     * @param cache what the cache decided
     * @param similarity of the two questions, for a semantic hit
     * @param status the HTTP status the client saw
     * @param attempts deployments that were tried
     * @param inputTokens tokens sent
     * @param outputTokens tokens produced
     * @param costNano what was spent, nano-USD
     * @param savedNano what was saved, nano-USD
     * @param ms duration, milliseconds
     * @param firstTokenMs time to first content, milliseconds
     * @param overheadMs Sluice's own part of the duration, milliseconds
     * @param error the kind of error; absent if none
     */
    public record Row(
            String id,
            Instant at,
            String kind,
            @Nullable String model,
            @Nullable String asked,
            @Nullable String route,
            @Nullable String provider,
            @Nullable String key,
            @Nullable String project,
            @Nullable String cache,
            @Nullable Double similarity,
            @Nullable Integer status,
            int attempts,
            long inputTokens,
            long outputTokens,
            long costNano,
            long savedNano,
            @Nullable Double ms,
            @Nullable Double firstTokenMs,
            @Nullable Double overheadMs,
            @Nullable String error) {}
}
