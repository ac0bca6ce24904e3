package dev.sluice.worker.answers;

import dev.sluice.worker.embeddings.Embeddings;
import dev.sluice.worker.language.Terms;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToDoubleBiFunction;

/** How alike the texts of a set are, by their vectors, or by the words they share weighed by rarity. Pure. */
public final class Likeness {

    private final List<Set<String>> terms = new ArrayList<>();
    private final List<Map<String, Double>> weights = new ArrayList<>();
    private final Map<String, Integer> in = new HashMap<>();
    private final ToDoubleBiFunction<Integer, Integer> measure;
    private final int size;

    /**
     * Two texts of the set.
     *
     * @param a the place of one
     * @param b the place of the other, behind it
     * @param similarity 1 for equal ones
     */
    public record Pair(int a, int b, double similarity) {}

    /**
     * Reads the set.
     *
     * @param vectors unit vectors, one for each text; empty to compare words
     */
    public Likeness(List<String> texts, Optional<List<float[]>> vectors) {
        this.size = texts.size();
        for (String text : texts) {
            Set<String> of = new HashSet<>(Terms.of(text));
            terms.add(of);
            of.forEach(term -> in.merge(term, 1, Integer::sum));
        }
        texts.forEach(text -> weights.add(weighed(Terms.of(text))));
        this.measure = vectors.isPresent()
                ? (a, b) ->
                        Embeddings.cosine(vectors.get().get(a), vectors.get().get(b))
                : (a, b) -> cosine(weights.get(a), weights.get(b));
    }

    private Map<String, Double> weighed(List<String> words) {
        Map<String, Double> vector = new HashMap<>();
        words.forEach(term -> vector.merge(term, Math.log(1 + (double) size / in.getOrDefault(term, 1)), Double::sum));
        double norm = Math.sqrt(vector.values().stream().mapToDouble(w -> w * w).sum());
        vector.replaceAll((term, weight) -> weight / norm);
        return vector;
    }

    private static double cosine(Map<String, Double> a, Map<String, Double> b) {
        return a.entrySet().stream()
                .mapToDouble(term -> term.getValue() * b.getOrDefault(term.getKey(), 0.0))
                .sum();
    }

    /** All pairs, the most alike first. */
    public List<Pair> pairs() {
        List<Pair> pairs = new ArrayList<>();
        for (int a = 0; a < size; a++) {
            for (int b = a + 1; b < size; b++) {
                pairs.add(new Pair(a, b, measure.applyAsDouble(a, b)));
            }
        }
        pairs.sort(Comparator.comparingDouble(Pair::similarity)
                .reversed()
                .thenComparingInt(Pair::a)
                .thenComparingInt(Pair::b));
        return pairs;
    }

    /** From where on two texts of these stand out: one standard deviation above the mean of all pairs. */
    public static double outstanding(List<Pair> pairs) {
        double mean = pairs.stream().mapToDouble(Pair::similarity).average().orElse(0);
        double squares = pairs.stream()
                .mapToDouble(pair -> (pair.similarity() - mean) * (pair.similarity() - mean))
                .average()
                .orElse(0);
        return mean + Math.sqrt(squares);
    }

    /** The stems that two texts share, the rarest in the set first. */
    public List<String> shared(Pair pair, int atMost) {
        return terms.get(pair.a()).stream()
                .filter(terms.get(pair.b())::contains)
                .sorted(Comparator.comparingInt((String term) -> in.getOrDefault(term, 0))
                        .thenComparing(Comparator.naturalOrder()))
                .limit(atMost)
                .toList();
    }
}
