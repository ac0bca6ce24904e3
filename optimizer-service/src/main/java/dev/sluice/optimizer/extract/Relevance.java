package dev.sluice.optimizer.extract;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** BM25 (Robertson and Zaragoza 2009, k1 1.2, b 0.75) of sentences against a question; each sentence is a document. */
final class Relevance {

    private static final double K1 = 1.2;
    private static final double B = 0.75;

    private final Set<String> wanted;
    private final Map<String, Double> weights = new HashMap<>();
    private final double[] scores;
    private final List<Set<String>> found;

    Relevance(String question, List<String> sentences) {
        this.wanted = new HashSet<>(Terms.of(question));
        this.scores = new double[sentences.size()];
        this.found = new ArrayList<>(sentences.size());
        List<Map<String, Integer>> counts = new ArrayList<>(sentences.size());
        int[] lengths = new int[sentences.size()];
        long total = 0;
        Map<String, Integer> holders = new HashMap<>();
        for (int at = 0; at < sentences.size(); at++) {
            List<String> terms = Terms.of(sentences.get(at));
            lengths[at] = terms.size();
            total += terms.size();
            Map<String, Integer> hits = new HashMap<>();
            for (String term : terms) {
                if (wanted.contains(term)) {
                    hits.merge(term, 1, Integer::sum);
                }
            }
            hits.keySet().forEach(term -> holders.merge(term, 1, Integer::sum));
            counts.add(hits);
            found.add(hits.keySet());
        }
        int n = sentences.size();
        for (String term : wanted) {
            int holding = holders.getOrDefault(term, 0);
            weights.put(term, Math.log(1 + (n - holding + 0.5) / (holding + 0.5)));
        }
        double average = n == 0 ? 1 : Math.max(1, (double) total / n);
        for (int at = 0; at < n; at++) {
            double norm = K1 * (1 - B + B * lengths[at] / average);
            double score = 0;
            for (Map.Entry<String, Integer> hit : counts.get(at).entrySet()) {
                int count = hit.getValue();
                score += weight(hit.getKey()) * count * (K1 + 1) / (count + norm);
            }
            scores[at] = score;
        }
    }

    double score(int sentence) {
        return scores[sentence];
    }

    /** How much of what the question asks for and the text has is in the kept sentences, 0 to 1, by weight. */
    double coverage(List<Integer> kept) {
        Set<String> there = new HashSet<>();
        found.forEach(there::addAll);
        Set<String> held = new HashSet<>();
        kept.forEach(at -> held.addAll(found.get(at)));
        double all = there.stream().sorted().mapToDouble(this::weight).sum();
        double have = held.stream().sorted().mapToDouble(this::weight).sum();
        return all == 0 ? 0 : have / all;
    }

    private double weight(String term) {
        return weights.getOrDefault(term, 0.0);
    }
}
