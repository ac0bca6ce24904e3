package dev.sluice.bench.optimizer;

import dev.sluice.optimizer.text.Tokens;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/** What most would write in an afternoon, to stand beside: BM25 of sentences, the best ones until the budget is used. */
final class PlainBm25 {

    private static final double K1 = 1.2;
    private static final double B = 0.75;

    private final Tokens tokens;

    PlainBm25(Tokens tokens) {
        this.tokens = tokens;
    }

    /** The best sentences of a text, in their order, within a budget of tokens. */
    String shorten(String question, String text, int budget) {
        String[] sentences = text.split("(?<=[.!?])\\s+|\\n+", -1);
        double[] scores = scores(question, sentences);
        List<Integer> order = IntStream.range(0, sentences.length)
                .boxed()
                .sorted(Comparator.comparingDouble(at -> -scores[at]))
                .toList();
        boolean[] kept = new boolean[sentences.length];
        int left = budget;
        for (int at : order) {
            int cost = tokens.count(sentences[at] + " ");
            if (cost <= left) {
                kept[at] = true;
                left -= cost;
            }
        }
        var out = new ArrayList<String>();
        for (int at = 0; at < kept.length; at++) {
            if (kept[at]) {
                out.add(sentences[at]);
            }
        }
        return String.join(" ", out);
    }

    private static double[] scores(String question, String[] sentences) {
        Set<String> wanted = new HashSet<>(words(question));
        List<List<String>> words = new ArrayList<>();
        Map<String, Integer> holders = new HashMap<>();
        double total = 0;
        for (String sentence : sentences) {
            List<String> own = words(sentence);
            words.add(own);
            total += own.size();
            new HashSet<>(own).forEach(word -> holders.merge(word, 1, Integer::sum));
        }
        double average = Math.max(1, total / sentences.length);
        double[] scores = new double[sentences.length];
        for (int at = 0; at < scores.length; at++) {
            double norm = K1 * (1 - B + B * words.get(at).size() / average);
            for (String word : wanted) {
                long count = words.get(at).stream().filter(word::equals).count();
                int holding = holders.getOrDefault(word, 0);
                double weight = Math.log(1 + (sentences.length - holding + 0.5) / (holding + 0.5));
                scores[at] += weight * count * (K1 + 1) / (count + norm);
            }
        }
        return scores;
    }

    private static List<String> words(String text) {
        return List.of(text.toLowerCase(Locale.ROOT).split("[^\\p{L}\\p{N}]+", -1));
    }
}
