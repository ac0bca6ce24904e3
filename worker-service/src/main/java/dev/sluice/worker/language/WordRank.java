package dev.sluice.worker.language;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** PageRank over words that stand near each other, scaled so that the first has 1. */
final class WordRank {

    private static final double DAMPING = 0.85;
    private static final int ROUNDS = 30;

    private WordRank() {}

    /**
     * Ranks words.
     *
     * @param near for each word its neighbours, by how often
     * @param prior where a walk begins, summing to 1, as in PositionRank (Florescu and Caragea 2017); absent for anywhere
     */
    static Map<String, Double> of(
            Map<String, Map<String, Double>> near, Set<String> words, @Nullable Map<String, Double> prior) {
        double evenly = 1.0 / Math.max(1, words.size());
        Map<String, Double> total = new HashMap<>();
        near.forEach((word, of) ->
                total.put(word, of.values().stream().mapToDouble(n -> n).sum()));
        Map<String, Double> rank = new HashMap<>();
        words.forEach(word -> rank.put(word, evenly));
        for (int round = 0; round < ROUNDS; round++) {
            Map<String, Double> next = new HashMap<>();
            words.forEach(
                    word -> next.put(word, (1 - DAMPING) * (prior == null ? evenly : prior.getOrDefault(word, 0.0))));
            near.forEach((word, of) -> {
                double share = DAMPING * rank.getOrDefault(word, 0.0) / total.getOrDefault(word, 1.0);
                of.forEach((other, weight) -> next.merge(other, share * weight, Double::sum));
            });
            rank.putAll(next);
        }
        double most = rank.values().stream().mapToDouble(r -> r).max().orElse(1);
        rank.replaceAll((word, r) -> r / most);
        return rank;
    }
}
