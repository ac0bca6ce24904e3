package dev.sluice.cache.faq;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Naive Bayes over the words of a question and its pairs of neighbouring words: what vectors blur, such as which of two
 * near things is asked for, words often tell. Kept by word, with the answers that use it.
 */
final class WordOdds {

    private static final double SMOOTHING = 0.05;

    @SuppressWarnings("ArrayRecordComponent") // compared by nobody, changed by nobody
    private record Uses(int[] answers, float[] gains) {}

    private final Map<String, Uses> uses = new HashMap<>();
    private final float[] costs;

    WordOdds(List<Phrasing> phrasings, int answers) {
        Map<String, Map<Integer, Integer>> counts = new HashMap<>();
        long[] totals = new long[answers];
        for (Phrasing phrasing : phrasings) {
            for (String word : words(phrasing.canonical())) {
                counts.computeIfAbsent(word, w -> new HashMap<>()).merge(phrasing.answer(), 1, Integer::sum);
                totals[phrasing.answer()]++;
            }
        }
        counts.forEach((word, by) -> uses.put(word, uses(by)));
        this.costs = new float[answers];
        for (int c = 0; c < answers; c++) {
            costs[c] = (float) Math.log(totals[c] / SMOOTHING + counts.size());
        }
    }

    private static Uses uses(Map<Integer, Integer> by) {
        int[] answers =
                by.keySet().stream().mapToInt(Integer::intValue).sorted().toArray();
        float[] gains = new float[answers.length];
        for (int i = 0; i < answers.length; i++) {
            gains[i] = (float) Math.log1p(by.getOrDefault(answers[i], 0) / SMOOTHING);
        }
        return new Uses(answers, gains);
    }

    /** Probabilities; all the same when no word is known. */
    float[] odds(String canonical) {
        float[] scores = new float[costs.length];
        Set<String> words = words(canonical);
        int known = 0;
        for (String word : words) {
            Uses use = uses.get(word);
            if (use != null) {
                known++;
                for (int i = 0; i < use.answers().length; i++) {
                    scores[use.answers()[i]] += use.gains()[i];
                }
            }
        }
        // Words of a question say the same thing several times over: they count as their square root.
        float weight = (float) (1 / Math.sqrt(Math.max(1, words.size())));
        for (int c = 0; c < scores.length; c++) {
            scores[c] = (scores[c] - known * costs[c]) * weight;
        }
        return Odds.softmax(scores);
    }

    private static Set<String> words(String canonical) {
        List<String> words = Arrays.stream(canonical.split("[^\\p{L}\\p{N}']+"))
                .filter(word -> !word.isEmpty())
                .toList();
        List<String> all = new ArrayList<>(words);
        for (int i = 0; i + 1 < words.size(); i++) {
            all.add(words.get(i) + " " + words.get(i + 1));
        }
        return new LinkedHashSet<>(all);
    }
}
