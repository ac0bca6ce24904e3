package dev.sluice.cache.tally;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** What one route of a tenant was asked and answered. Safe to be used by many threads; a reading is of no one moment. */
public final class TenantTally {

    private final Map<Counter, LongAdder> counters = new HashMap<>();
    private final Map<Counter, Long> told = new HashMap<>();
    private final LongAdder[] similarities = new LongAdder[Bars.COUNT];
    private final long[] similaritiesTold = new long[Bars.COUNT];

    TenantTally() {
        for (Counter counter : Counter.values()) {
            counters.put(counter, new LongAdder());
            told.put(counter, 0L);
        }
        for (int i = 0; i < similarities.length; i++) {
            similarities[i] = new LongAdder();
        }
    }

    /** A hit of the exact layer. */
    public void exact(long costNano, long tokens) {
        add(Counter.EXACT, 1);
        saved(costNano, tokens);
    }

    /** A hit by meaning. */
    public void semantic(double similarity, long costNano, long tokens) {
        add(Counter.SEMANTIC, 1);
        saved(costNano, tokens);
        bar(similarity);
    }

    /** A hit of a wording that is proven to ask the same. */
    public void alias(long costNano, long tokens) {
        add(Counter.ALIAS, 1);
        saved(costNano, tokens);
    }

    /** An answer of the tenant's own FAQ. */
    public void faq() {
        add(Counter.FAQ, 1);
    }

    /**
     * A miss.
     *
     * @param nearest the best similarity that was seen, or negative when nothing was compared
     */
    public void miss(double nearest) {
        add(Counter.MISS, 1);
        bar(nearest);
    }

    /** A miss that would have been a hit by meaning, were they served. */
    public void shadowed(double similarity) {
        miss(similarity);
        add(Counter.SHADOWED, 1);
    }

    /**
     * Texts of an embedding call.
     *
     * @param known those of them whose vector was known
     */
    public void embedded(int texts, int known) {
        add(Counter.EMBEDDED, texts);
        add(Counter.EMBEDDED_KNOWN, known);
    }

    /** An answer was kept. */
    public void stored() {
        add(Counter.STORED, 1);
    }

    private void saved(long costNano, long tokens) {
        add(Counter.SAVED_NANO, costNano);
        add(Counter.SAVED_TOKENS, tokens);
    }

    private void add(Counter counter, long more) {
        LongAdder adder = counters.get(counter);
        if (adder != null) {
            adder.add(more);
        }
    }

    private void bar(double similarity) {
        int bar = Bars.of(similarity);
        if (bar >= 0) {
            similarities[bar].increment();
        }
    }

    /** What came since the last call, by name; for one thread at a time. */
    Map<String, Double> news(String route) {
        Map<String, Double> news = new HashMap<>();
        counters.forEach((counter, adder) -> {
            long now = adder.sum();
            Long before = told.put(counter, now);
            if (before != null && now != before) {
                news.put(counter.in(route), (double) (now - before));
            }
        });
        for (int i = 0; i < similarities.length; i++) {
            long now = similarities[i].sum();
            if (now != similaritiesTold[i]) {
                news.put(Bars.name(i), (double) (now - similaritiesTold[i]));
                similaritiesTold[i] = now;
            }
        }
        return news;
    }
}
