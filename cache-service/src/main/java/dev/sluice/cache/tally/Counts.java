package dev.sluice.cache.tally;

import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** What was counted of a tenant, by all replicas where they share it. */
public final class Counts {

    static final String SINCE = "since";

    private final Map<String, Double> numbers;

    Counts(Map<String, Double> numbers) {
        this.numbers = Map.copyOf(numbers);
    }

    /** A count of one route; empty for look-ups of no route. */
    public long of(Counter counter, String route) {
        return numbers.getOrDefault(counter.in(route), 0.0).longValue();
    }

    /** A count of all routes together. */
    public long of(Counter counter) {
        return routes().stream().mapToLong(route -> of(counter, route)).sum();
    }

    /** The routes of which anything was counted. */
    public Set<String> routes() {
        Set<String> routes = new TreeSet<>();
        for (Counter counter : Counter.values()) {
            String prefix = counter.in("");
            numbers.keySet().stream()
                    .filter(name -> name.startsWith(prefix))
                    .forEach(name -> routes.add(name.substring(prefix.length())));
        }
        return routes;
    }

    /** How similar the nearest question was, as counts by range such as {@code 0.88-0.90}. */
    public Map<String, Long> similarities() {
        return Bars.counts(numbers);
    }

    /** Since when is counted. */
    public Instant since() {
        return Instant.ofEpochSecond(Math.min(
                numbers.getOrDefault(SINCE, 0.0).longValue(), Instant.now().getEpochSecond()));
    }
}
