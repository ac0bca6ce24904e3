package dev.sluice.worker.knowledge;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Several ranked lists as one: reciprocal rank fusion (Cormack, Clarke, Buettcher: "Reciprocal Rank Fusion outperforms
 * Condorcet and individual rank learning methods", SIGIR 2009). Only ranks count, so scores of different kinds need no
 * common scale. Pure.
 */
final class Fusion {

    /**
     * How slowly a list's influence fades with the rank. The paper has 60, for many systems and deep lists; with two lists of
     * which the first few count, docs/knowledge.md shows more answers found with less.
     */
    private static final int K = 5;

    private Fusion() {}

    /**
     * Fuses.
     *
     * @param lists each best first
     * @param weights one for each list
     * @return best first, with the fused score
     */
    static List<Hit> of(List<List<Hit>> lists, List<Double> weights) {
        Map<Hit.Place, Hit> hits = new LinkedHashMap<>();
        Map<Hit.Place, Double> scores = new LinkedHashMap<>();
        for (int i = 0; i < lists.size(); i++) {
            int rank = 0;
            for (Hit hit : lists.get(i)) {
                rank++;
                hits.putIfAbsent(hit.place(), hit);
                scores.merge(hit.place(), weights.get(i) / (K + rank), Double::sum);
            }
        }
        List<Hit> fused = new ArrayList<>();
        scores.forEach((place, score) -> {
            Hit hit = hits.get(place);
            if (hit != null) {
                fused.add(hit.scored(score));
            }
        });
        fused.sort(Comparator.comparingDouble(Hit::score).reversed());
        return fused;
    }
}
