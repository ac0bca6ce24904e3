package dev.sluice.optimizer.extract;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How much of what a text says another one still says: the part of its different words and numbers that are still there,
 * stop words left out, a rare one counting for more than one that is said all the time. An estimate by words; nobody reads.
 */
public final class Fidelity {

    private static final double PARTS = 1000.0;

    private Fidelity() {}

    /** From 0, nothing is left, to 1, each word is still there. */
    public static double of(List<String> before, List<String> after) {
        Map<String, Integer> counts = new HashMap<>();
        int total = 0;
        for (String text : before) {
            for (String term : Terms.of(text)) {
                counts.merge(term, 1, Integer::sum);
                total++;
            }
        }
        Set<String> left = new HashSet<>();
        after.forEach(text -> left.addAll(Terms.of(text)));
        double all = 0;
        double kept = 0;
        for (Map.Entry<String, Integer> term : counts.entrySet()) {
            double weight = Math.log1p((double) total / term.getValue());
            all += weight;
            kept += left.contains(term.getKey()) ? weight : 0;
        }
        return all == 0 ? 1 : Math.round(kept / all * PARTS) / PARTS;
    }
}
