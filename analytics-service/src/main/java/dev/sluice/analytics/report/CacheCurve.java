package dev.sluice.analytics.report;

import dev.sluice.analytics.store.Named;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the cache decided over time; {@code GET /analytics/cache}. Buckets without a completion are left out.
 *
 * @param from start, inclusive
 * @param to end, exclusive
 * @param buckets oldest first
 */
public record CacheCurve(Instant from, Instant to, List<Bucket> buckets) {

    public CacheCurve {
        buckets = List.copyOf(buckets);
    }

    static CacheCurve of(Question question) {
        var buckets = question.buckets(Named.CACHE_CURVE).stream()
                .map(row -> new Bucket(
                        Period.instant(row.whole("at_us")),
                        row.whole("lookups"),
                        row.whole("hits"),
                        row.whole("semantic"),
                        row.whole("joined"),
                        row.whole("misses"),
                        row.whole("bypassed"),
                        row.number("similarity")))
                .toList();
        return new CacheCurve(question.period().from(), question.period().to(), buckets);
    }

    /**
     * One bucket of time.
     *
     * @param at its start
     * @param completions all of it
     * @param exact answered by an equal request's answer
     * @param semantic answered by the answer to a request of the same meaning
     * @param joined answered together with an equal request that was running
     * @param misses looked for and not found
     * @param bypassed not looked for
     * @param similarity mean similarity of semantic hits; absent without one
     */
    public record Bucket(
            Instant at,
            long completions,
            long exact,
            long semantic,
            long joined,
            long misses,
            long bypassed,
            @Nullable Double similarity) {}
}
