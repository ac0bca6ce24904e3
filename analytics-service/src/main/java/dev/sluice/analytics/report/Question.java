package dev.sluice.analytics.report;

import dev.sluice.analytics.store.AnalyticsStore;
import dev.sluice.analytics.store.Named;
import dev.sluice.analytics.store.Row;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** A tenant's question about a period, over one state of the store. There is no query without tenant and period. */
record Question(AnalyticsStore.Snapshot store, String tenant, Period period) {

    /** The rows of a named query. */
    List<Row> rows(Named query) {
        return rows(query, Map.of());
    }

    /** The rows of a named query with parameters of its own. */
    List<Row> rows(Named query, Map<String, Object> further) {
        Map<String, Object> all = new HashMap<>(
                Map.of("tenant", tenant, "from", Period.micros(period.from()), "to", Period.micros(period.to())));
        all.putAll(further);
        return store.rows(query, all);
    }

    /** The rows of a named query that works on sums of the period's bucket. */
    List<Row> buckets(Named query) {
        return rows(query, Map.of("width", period.width()));
    }

    /** The answer to one question. */
    static <T> T of(AnalyticsStore store, String tenant, Period period, Function<Question, T> answer) {
        return store.ask(snapshot -> answer.apply(new Question(snapshot, tenant, period)));
    }
}
