package dev.sluice.optimizer.extract;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * How much each sentence has to do with the question: its words (BM25) and its meaning (cosine), what its neighbours and
 * the best sentence of its paragraph say. Weights chosen on the dev half of SQuAD and NQ, the same for both.
 */
final class Scores {

    /** With the question, as many texts as the cache-service embeds in one call. */
    private static final int MOST_MEANT = 255;

    /** A sentence's vector does not see further. */
    private static final int LONGEST_MEANT = 1_000;

    private static final double WORDS = 0.35;
    private static final double MEANING = 0.65;
    private static final double NEIGHBOUR = 0.2;
    private static final double PARAGRAPH = 0.6;
    private static final double NUMBER = 0.25;
    private static final double OPENS = 0.05;

    private Scores() {}

    /**
     * The scores, by words alone when there is no meaning to be had.
     *
     * @param words BM25 of each sentence, the best above 0 unless there is meaning
     * @param meaning closeness of each sentence to the question, 0 to 1; absent when nobody could tell
     */
    static double[] of(List<Unit> units, double[] words, double @Nullable [] meaning) {
        double best = Arrays.stream(words).max().orElse(0);
        double[] own = new double[words.length];
        for (int at = 0; at < own.length; at++) {
            double byWords = best == 0 ? 0 : words[at] / best;
            own[at] = meaning == null ? byWords : WORDS * byWords + MEANING * meaning[at];
            own[at] += units.get(at).numbered() ? NUMBER : 0;
        }
        return withSurroundings(units, own);
    }

    private static double[] withSurroundings(List<Unit> units, double[] own) {
        double[] near = new double[own.length];
        double[] ofParagraph = new double[units.isEmpty() ? 0 : units.getLast().paragraph() + 1];
        for (int at = 0; at < own.length; at++) {
            int paragraph = units.get(at).paragraph();
            boolean follows = at > 0 && units.get(at - 1).paragraph() == paragraph;
            boolean followed = at + 1 < own.length && units.get(at + 1).paragraph() == paragraph;
            near[at] = own[at] + NEIGHBOUR * Math.max(follows ? own[at - 1] : 0, followed ? own[at + 1] : 0);
            ofParagraph[paragraph] = Math.max(ofParagraph[paragraph], near[at]);
        }
        double[] scores = new double[own.length];
        for (int at = 0; at < scores.length; at++) {
            Unit unit = units.get(at);
            scores[at] = near[at] + PARAGRAPH * ofParagraph[unit.paragraph()] + (unit.opens() ? OPENS : 0);
        }
        return scores;
    }

    /**
     * How close each sentence is to the question, from 0 for the farthest to 1 for the nearest. Of very many sentences
     * only those with the best words are looked at.
     */
    static double @Nullable [] meaning(String question, List<Unit> units, double[] words, Meaning meaning) {
        if (units.isEmpty()) {
            return null;
        }
        List<Integer> looked = IntStream.range(0, units.size())
                .boxed()
                .sorted(Comparator.<Integer>comparingDouble(at -> -words[at]).thenComparingInt(at -> at))
                .limit(MOST_MEANT)
                .sorted()
                .toList();
        List<String> texts = IntStream.concat(IntStream.of(-1), looked.stream().mapToInt(at -> at))
                .mapToObj(at -> at < 0 ? question : units.get(at).titled())
                .map(text -> text.substring(0, Math.min(text.length(), LONGEST_MEANT)))
                .toList();
        List<float[]> vectors = meaning.of(texts);
        if (vectors == null || vectors.size() != texts.size()) {
            return null;
        }
        double[] near = new double[units.size()];
        double lowest = 1;
        double highest = -1;
        for (int i = 0; i < looked.size(); i++) {
            double cosine = dot(vectors.getFirst(), vectors.get(i + 1));
            near[looked.get(i)] = cosine;
            lowest = Math.min(lowest, cosine);
            highest = Math.max(highest, cosine);
        }
        double range = highest - lowest;
        for (int at : looked) {
            near[at] = range <= 0 ? 0 : (near[at] - lowest) / range;
        }
        return near;
    }

    private static double dot(float[] one, float[] other) {
        double sum = 0;
        for (int i = 0; i < Math.min(one.length, other.length); i++) {
            sum += one[i] * other[i];
        }
        return sum;
    }
}
