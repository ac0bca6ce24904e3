package dev.sluice.cache.variation;

import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Questions that lie near each other: their mean, their commonest words and a few of them. Guarded by its owner. */
final class Cluster {

    /** About the most bytes one takes. */
    static final int BYTES = 6_000;

    private static final int TERMS = 30;
    private static final int SAMPLES = 3;
    private static final int LONGEST_SAMPLE = 200;
    /** From so many questions on the mean follows new ones at a fixed pace. */
    private static final int INERTIA = 200;

    private final int id;
    private final float[] mean;
    private final Map<String, Integer> terms = new HashMap<>();
    private final Deque<String> samples = new ArrayDeque<>();
    private final Count count = new Count();
    private int questions;
    private double weight;
    private long weighedAt;

    Cluster(int id, float[] vector) {
        this.id = id;
        this.mean = vector.clone();
    }

    double cosine(float[] vector) {
        float sum = 0;
        for (int d = 0; d < mean.length && d < vector.length; d++) {
            sum += mean[d] * vector[d];
        }
        return sum;
    }

    /** Takes a question in. */
    void add(String canonical, List<String> words, float[] vector, Set<String> stop) {
        questions++;
        float pace = 1f / Math.min(questions, INERTIA);
        double squares = 0;
        for (int d = 0; d < mean.length; d++) {
            mean[d] += pace * (vector[d] - mean[d]);
            squares += (double) mean[d] * mean[d];
        }
        float scale = (float) (1 / Math.max(Math.sqrt(squares), 1e-9));
        for (int d = 0; d < mean.length; d++) {
            mean[d] *= scale;
        }
        Set.copyOf(words).stream().filter(word -> !stop.contains(word)).forEach(this::term);
        sample(samples, canonical);
    }

    /** The commonest words in bounded space (space-saving, Metwally et al. 2005): a new one takes the rarest one's place. */
    private void term(String word) {
        if (terms.size() >= TERMS && !terms.containsKey(word)) {
            String rarest = java.util.Collections.min(terms.entrySet(), Map.Entry.comparingByValue())
                    .getKey();
            Integer before = terms.remove(rarest);
            terms.put(word, before == null ? 0 : before);
        }
        terms.merge(word, 1, Integer::sum);
    }

    static void sample(Deque<String> samples, String canonical) {
        String shown = canonical.length() > LONGEST_SAMPLE ? canonical.substring(0, LONGEST_SAMPLE) + "…" : canonical;
        if (!samples.contains(shown)) {
            samples.addFirst(shown);
            if (samples.size() > SAMPLES) {
                samples.removeLast();
            }
        }
    }

    /** How much it is in use at a moment: what was asked before counts half after each half-life. */
    double weight(long tick, double halfLife) {
        return weight * Math.pow(0.5, (tick - weighedAt) / halfLife);
    }

    void use(long tick, double halfLife) {
        weight = weight(tick, halfLife) + 1;
        weighedAt = tick;
    }

    /** Its commonest words, the commonest first. */
    List<String> label() {
        return terms.entrySet().stream()
                .sorted(Map.Entry.<String, Integer>comparingByValue(Comparator.reverseOrder())
                        .thenComparing(Map.Entry.comparingByKey()))
                .limit(4)
                .map(Map.Entry::getKey)
                .toList();
    }

    void forgetSamples() {
        samples.clear();
    }

    int id() {
        return id;
    }

    int questions() {
        return questions;
    }

    Count count() {
        return count;
    }

    List<String> samples() {
        return List.copyOf(samples);
    }
}
