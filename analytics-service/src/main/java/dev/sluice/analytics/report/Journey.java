package dev.sluice.analytics.report;

import com.fasterxml.jackson.annotation.JsonRawValue;
import dev.sluice.analytics.store.Named;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one user did, in order; {@code GET /analytics/users/{id}/journey}.
 *
 * @param from start, inclusive
 * @param to end, exclusive
 * @param user the pseudonym
 * @param steps oldest first
 * @param more whether there are more steps in the period than were asked for
 */
public record Journey(Instant from, Instant to, String user, List<Step> steps, boolean more) {

    public Journey {
        steps = List.copyOf(steps);
    }

    /** By pseudonym, and by session where the id is one. */
    static Journey of(Question question, String pseudonym, String id, long limit) {
        var rows = question.rows(Named.JOURNEY, Map.of("user", pseudonym, "session", id, "limit", limit + 1));
        var steps = rows.stream()
                .limit(limit)
                .map(row -> new Step(
                        Period.instant(row.whole("at_us")),
                        row.text("kind"),
                        row.maybe("name"),
                        row.maybe("session"),
                        row.maybe("request"),
                        row.maybe("called"),
                        row.maybe("cache"),
                        row.small("status"),
                        row.maybe("task"),
                        row.maybe("state"),
                        row.whole("cost"),
                        row.number("ms"),
                        row.maybe("error"),
                        row.maybe("props")))
                .toList();
        return new Journey(
                question.period().from(), question.period().to(), pseudonym, steps, rows.size() > steps.size());
    }

    /**
     * One step.
     *
     * @param at when
     * @param kind what it was: {@code client} for the client's own events
     * @param name what the client called it; the kind for others
     * @param session the session it belongs to
     * @param request the request it belongs to
     * @param model who answered, or was asked
     * @param cache what the cache decided
     * @param status the HTTP status
     * @param task the task
     * @param state the task's final state
     * @param costNano what was spent, nano-USD
     * @param ms how long it took, milliseconds
     * @param error the kind of error
     * @param props small facts, as JSON
     */
    public record Step(
            Instant at,
            String kind,
            @Nullable String name,
            @Nullable String session,
            @Nullable String request,
            @Nullable String model,
            @Nullable String cache,
            @Nullable Integer status,
            @Nullable String task,
            @Nullable String state,
            long costNano,
            @Nullable Double ms,
            @Nullable String error,
            @JsonRawValue @Nullable String props) {}
}
