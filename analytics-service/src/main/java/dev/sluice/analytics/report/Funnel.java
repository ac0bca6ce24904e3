package dev.sluice.analytics.report;

import dev.sluice.analytics.store.Named;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How many users went through steps in order; {@code GET /analytics/funnel}. Each step is strictly later than the one
 * before, and all are within the window from the first; the best attempt of a user counts.
 *
 * @param from start, inclusive
 * @param to end, exclusive
 * @param windowSeconds the longest time from the first step to the last
 * @param steps in order
 */
public record Funnel(Instant from, Instant to, long windowSeconds, List<Step> steps) {

    static final int MOST_STEPS = 8;

    public Funnel {
        steps = List.copyOf(steps);
    }

    static Funnel of(Question question, List<String> names, Duration window) {
        Map<String, Object> parameters = new HashMap<>(Map.of("window", window.toSeconds() * 1_000_000L));
        for (int i = 1; i <= MOST_STEPS; i++) {
            parameters.put("step" + i, i <= names.size() ? names.get(i - 1) : "");
        }
        var rows = question.rows(Named.FUNNEL, parameters);
        List<Step> steps = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            // Nobody in any step is no row in some engines.
            long users = i < rows.size() ? rows.get(i).whole("users") : 0;
            long first = steps.isEmpty() ? users : steps.getFirst().users();
            steps.add(new Step(names.get(i), users, first == 0 ? 0 : (double) users / first));
        }
        return new Funnel(question.period().from(), question.period().to(), window.toSeconds(), steps);
    }

    /**
     * One step.
     *
     * @param name the event's name
     * @param users users who came so far
     * @param share of those who took the first step, 0 to 1
     */
    public record Step(String name, long users, double share) {}
}
