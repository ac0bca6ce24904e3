package dev.sluice.analytics.report;

import dev.sluice.analytics.store.Named;
import dev.sluice.analytics.store.Row;
import dev.sluice.kit.problem.Refusal;
import java.util.List;
import java.util.Map;

/**
 * One call, and why it went as it did; {@code GET /analytics/requests/{id}}.
 *
 * @param request the call
 * @param steps what was decided about it, in the order of the journey
 */
public record Explained(Requests.Row request, List<Step> steps) {

    public Explained {
        steps = List.copyOf(steps);
    }

    /** The call of a request's id; a 404 {@link Refusal} when the tenant has none of it in the period. */
    static Explained of(Question question, String id) {
        Row row = question.rows(Named.REQUEST, Map.of("id", id)).stream()
                .findFirst()
                .orElseThrow(() -> new Refusal(
                        404,
                        "no_such_request",
                        "Not found",
                        "No call of yours has this id in the period. A call is known a second or two after it ended."));
        return new Explained(Requests.row(row), Decisions.of(row));
    }

    /**
     * One decision.
     *
     * @param step limits, experiment, cache, optimizer, route, answer or money
     * @param decision in a word or two
     * @param why in a sentence, for people
     * @param good whether it went as wished
     */
    public record Step(String step, String decision, String why, boolean good) {}
}
