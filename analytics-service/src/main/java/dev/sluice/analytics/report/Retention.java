package dev.sluice.analytics.report;

import dev.sluice.analytics.store.Named;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * How many users come back; {@code GET /analytics/retention}.
 *
 * @param from start of the first cohort
 * @param to end, exclusive
 * @param by {@code day} or {@code week}
 * @param cohorts oldest first
 */
public record Retention(Instant from, Instant to, String by, List<Cohort> cohorts) {

    public Retention {
        cohorts = List.copyOf(cohorts);
    }

    static Retention of(Question question, String by, int days) {
        long width = days * 86_400_000_000L;
        var byStart = new TreeMap<Long, TreeMap<Integer, Long>>();
        question.rows(Named.RETENTION, Map.of("width", width))
                .forEach(row -> byStart.computeIfAbsent(row.whole("at_us"), at -> new TreeMap<>())
                        .put((int) row.whole("age"), row.whole("users")));
        var cohorts = byStart.entrySet().stream()
                .map(entry -> new Cohort(Period.instant(entry.getKey()), filled(entry.getValue())))
                .toList();
        return new Retention(question.period().from(), question.period().to(), by, cohorts);
    }

    private static List<Long> filled(TreeMap<Integer, Long> users) {
        List<Long> all = new ArrayList<>();
        for (int age = 0; age <= users.lastKey(); age++) {
            all.add(users.getOrDefault(age, 0L));
        }
        return all;
    }

    /**
     * Users first seen in the same stretch.
     *
     * @param at its start; weeks are counted from Thursday 1970-01-01
     * @param users seen in it, in the next one, and so on; the first is the size of the cohort
     */
    public record Cohort(Instant at, List<Long> users) {

        public Cohort {
            users = List.copyOf(users);
        }
    }
}
