package dev.sluice.analytics.store;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;

/**
 * Whole hours that follow each other and are summed up in one go.
 *
 * @param from their beginning, microseconds since 1970
 * @param to their end
 */
record Span(long from, long to) {

    /** Events summed up at once, unless one hour has more: batches wait meanwhile. */
    static final long MOST_EVENTS = 500_000;

    /** How many hours. */
    int hours() {
        return Math.toIntExact((to - from) / Sums.HOUR);
    }

    /**
     * Puts neighbours together.
     *
     * @param due how many events each hour has, by its beginning; 0 where nobody counted
     */
    static List<Span> of(SortedMap<Long, Long> due) {
        List<Span> spans = new ArrayList<>();
        long events = 0;
        for (var entry : due.entrySet()) {
            long hour = entry.getKey();
            events += entry.getValue();
            if (!spans.isEmpty() && spans.getLast().to == hour && events <= MOST_EVENTS) {
                spans.add(new Span(spans.removeLast().from, hour + Sums.HOUR));
            } else {
                spans.add(new Span(hour, hour + Sums.HOUR));
                events = entry.getValue();
            }
        }
        return spans;
    }
}
