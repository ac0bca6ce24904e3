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

    static Requests of(Question question, long limit) {
        return new Requests(question.rows(Named.REQUESTS, Map.of("limit", limit)).stream()
                .map(row -> new Row(
                        row.text("id"),
                        Period.instant(row.whole("at_us")),
                        row.text("kind"),
                        row.maybe("label"),
                        row.maybe("provider"),
                        row.maybe("cache"),
                        row.small("status"),
                        row.whole("tokens_in"),
                        row.whole("tokens_out"),
                        row.whole("cost"),
                        row.whole("saved"),
                        row.number("ms"),
                        row.number("first_token_ms"),
                        row.maybe("error")))
                .toList());
    }

    /**
     * One call.
     *
     * @param id its {@code x-request-id}
     * @param at when it ended
     * @param kind completion, embedding, or shadow for a call beside a request
     * @param model the model that answered, or the one asked for
     * @param provider who answered
     * @param cache what the cache decided
     * @param status the HTTP status the client saw
     * @param inputTokens tokens sent
     * @param outputTokens tokens produced
     * @param costNano what was spent, nano-USD
     * @param savedNano what was saved, nano-USD
     * @param ms duration, milliseconds
     * @param firstTokenMs time to first content, milliseconds
     * @param error the kind of error; absent if none
     */
    public record Row(
            String id,
            Instant at,
            String kind,
            @Nullable String model,
            @Nullable String provider,
            @Nullable String cache,
            @Nullable Integer status,
            long inputTokens,
            long outputTokens,
            long costNano,
            long savedNano,
            @Nullable Double ms,
            @Nullable Double firstTokenMs,
            @Nullable String error) {}
}
