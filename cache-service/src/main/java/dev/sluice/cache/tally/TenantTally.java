package dev.sluice.cache.tally;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** Counts of one tenant. Safe to be used by many threads; a reading is not a snapshot of one moment. */
public final class TenantTally {

    private static final int[] BARS = {50, 60, 70, 75, 80, 85, 88, 90, 92, 94, 96, 98, 100};

    private final LongAdder exact = new LongAdder();
    private final LongAdder semantic = new LongAdder();
    private final LongAdder misses = new LongAdder();
    private final LongAdder stored = new LongAdder();
    private final LongAdder savedNano = new LongAdder();
    private final LongAdder savedTokens = new LongAdder();
    private final LongAdder[] similarities = new LongAdder[BARS.length - 1];

    TenantTally() {
        for (int i = 0; i < similarities.length; i++) {
            similarities[i] = new LongAdder();
        }
    }

    /** A hit of the exact layer. */
    public void exact(long costNano, long tokens) {
        exact.increment();
        saved(costNano, tokens);
    }

    /** A hit by meaning. */
    public void semantic(double similarity, long costNano, long tokens) {
        semantic.increment();
        saved(costNano, tokens);
        bar(similarity);
    }

    /**
     * A miss.
     *
     * @param nearest the best similarity that was seen, or negative when nothing was compared
     */
    public void miss(double nearest) {
        misses.increment();
        bar(nearest);
    }

    /** An answer was kept. */
    public void stored() {
        stored.increment();
    }

    private void saved(long costNano, long tokens) {
        savedNano.add(costNano);
        savedTokens.add(tokens);
    }

    private void bar(double similarity) {
        for (int i = 0; i < similarities.length; i++) {
            boolean last = i == similarities.length - 1;
            if (similarity * 100 >= BARS[i] && (last || similarity * 100 < BARS[i + 1])) {
                similarities[i].increment();
                return;
            }
        }
    }

    /** Hits of the exact layer. */
    public long exactHits() {
        return exact.sum();
    }

    /** Hits by meaning. */
    public long semanticHits() {
        return semantic.sum();
    }

    /** Look-ups that found nothing. */
    public long misses() {
        return misses.sum();
    }

    /** Answers kept. */
    public long storedAnswers() {
        return stored.sum();
    }

    /** What the hits would have cost, in nano-USD. */
    public long savedNano() {
        return savedNano.sum();
    }

    /** Tokens the hits would have used. */
    public long savedTokens() {
        return savedTokens.sum();
    }

    /** How similar the nearest question was, as counts by range such as {@code 0.88-0.90}. */
    public Map<String, Long> similarities() {
        Map<String, Long> bars = new LinkedHashMap<>();
        for (int i = 0; i < similarities.length; i++) {
            bars.put(
                    String.format(Locale.ROOT, "%.2f-%.2f", BARS[i] / 100.0, BARS[i + 1] / 100.0),
                    similarities[i].sum());
        }
        return bars;
    }
}
