package dev.sluice.worker.language;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Summary by extraction: the sentences that are most like the others (continuous LexRank, Erkan and Radev 2004: cosine of
 * tf-idf vectors as edge weights, power iteration), slightly favouring the beginning, without near repetitions.
 */
public final class Centrality {

    /** Sentences looked at; of a longer text, only the first so many. */
    public static final int LONGEST = 3_000;

    private static final double DAMPING = 0.85;
    private static final int ITERATIONS = 40;
    private static final double TOO_ALIKE = 0.6;
    private static final double LEAD = 0.25;

    private Centrality() {}

    /** The most central sentences, at most so many, in the order of the text. */
    public static List<String> summary(String text, int sentences) {
        List<String> all = Sentences.of(text).stream()
                .map(Sentences.Sentence::text)
                .filter(sentence -> !sentence.startsWith("#"))
                .limit(LONGEST)
                .toList();
        if (all.size() <= sentences) {
            return all;
        }
        List<Map<String, Double>> vectors = vectors(all);
        return choose(all, vectors, favoured(vectors), sentences);
    }

    /** How central each of these sentences is, slightly favouring the beginning. */
    static double[] favoured(Collection<String> sentences) {
        return favoured(vectors(List.copyOf(sentences)));
    }

    private static double[] favoured(List<Map<String, Double>> vectors) {
        double[] rank = rank(vectors);
        for (int i = 0; i < rank.length; i++) {
            rank[i] *= 1 + LEAD / (1 + i) - (vectors.get(i).size() < 3 ? 0.5 : 0);
        }
        return rank;
    }

    /** How central each of these sentences is among them: LexRank, summing to 1. Bounded by {@link #LONGEST}. */
    public static double[] rank(List<String> sentences, int atMost) {
        return rank(vectors(sentences.stream().limit(atMost).toList()));
    }

    private static List<String> choose(List<String> all, List<Map<String, Double>> vectors, double[] rank, int wanted) {
        List<Integer> chosen = new ArrayList<>();
        IntStream.range(0, rank.length)
                .boxed()
                .sorted(Comparator.comparingDouble((Integer i) -> -rank[i]).thenComparingInt(i -> i))
                .forEach(i -> {
                    if (chosen.size() < wanted
                            && chosen.stream()
                                    .noneMatch(other -> cosine(vectors.get(i), vectors.get(other)) > TOO_ALIKE)) {
                        chosen.add(i);
                    }
                });
        return chosen.stream().sorted().map(all::get).toList();
    }

    /** Unit vectors of tf-idf. */
    private static List<Map<String, Double>> vectors(List<String> sentences) {
        List<List<String>> terms = sentences.stream().map(Terms::of).toList();
        Map<String, Integer> in = new HashMap<>();
        for (List<String> of : terms) {
            Set<String> distinct = new HashSet<>(of);
            distinct.forEach(term -> in.merge(term, 1, Integer::sum));
        }
        return terms.stream()
                .map(of -> {
                    Map<String, Double> vector = new HashMap<>();
                    of.forEach(term -> vector.merge(
                            term, Math.log(1 + (double) sentences.size() / in.getOrDefault(term, 1)), Double::sum));
                    double norm = Math.sqrt(
                            vector.values().stream().mapToDouble(v -> v * v).sum());
                    vector.replaceAll((term, weight) -> weight / norm);
                    return vector;
                })
                .toList();
    }

    private static double[] rank(List<Map<String, Double>> vectors) {
        int n = vectors.size();
        List<Map<Integer, Double>> edges = edges(vectors);
        double[] out = new double[n];
        for (int i = 0; i < n; i++) {
            out[i] = edges.get(i).values().stream().mapToDouble(w -> w).sum();
        }
        double[] rank = new double[n];
        Arrays.fill(rank, 1.0 / n);
        for (int round = 0; round < ITERATIONS; round++) {
            double[] next = new double[n];
            Arrays.fill(next, (1 - DAMPING) / n);
            for (int from = 0; from < n; from++) {
                double share = out[from] == 0 ? 0 : DAMPING * rank[from] / out[from];
                edges.get(from).forEach((to, weight) -> next[to] += share * weight);
            }
            rank = next;
        }
        return rank;
    }

    private static List<Map<Integer, Double>> edges(List<Map<String, Double>> vectors) {
        Map<String, List<Integer>> with = new HashMap<>();
        for (int i = 0; i < vectors.size(); i++) {
            int sentence = i;
            vectors.get(i)
                    .keySet()
                    .forEach(term ->
                            with.computeIfAbsent(term, t -> new ArrayList<>()).add(sentence));
        }
        List<Map<Integer, Double>> edges = new ArrayList<>();
        for (int i = 0; i < vectors.size(); i++) {
            int from = i;
            Map<Integer, Double> of = new HashMap<>();
            vectors.get(i)
                    .forEach((term, weight) -> with.getOrDefault(term, List.of())
                            .forEach(to -> {
                                if (to != from) {
                                    of.merge(to, weight * vectors.get(to).getOrDefault(term, 0.0), Double::sum);
                                }
                            }));
            edges.add(of);
        }
        return edges;
    }

    private static double cosine(Map<String, Double> a, Map<String, Double> b) {
        if (a.size() > b.size()) {
            return cosine(b, a);
        }
        return a.entrySet().stream()
                .mapToDouble(term -> term.getValue() * b.getOrDefault(term.getKey(), 0.0))
                .sum();
    }
}
