package dev.sluice.bench.optimizer.train;

import dev.sluice.optimizer.choice.Words;
import java.util.Arrays;
import java.util.List;

/** How much a bucket of words counts: the more, the fewer questions have it (Sparck Jones, 1972). */
final class Rarity {

    /** Words of fewer questions say nothing that holds for others. */
    private static final int FEWEST = 8;

    private Rarity() {}

    /** The logarithm of one in how many questions has a bucket; zero for those of too few. */
    static float[] of(List<Judged> questions) {
        float[] all = new float[Words.BUCKETS];
        Arrays.fill(all, 1);
        int[] having = new int[Words.BUCKETS];
        questions.forEach(question ->
                Arrays.stream(Words.of(question.text(), all).buckets()).forEach(bucket -> having[bucket]++));
        float[] rarity = new float[Words.BUCKETS];
        for (int i = 0; i < rarity.length; i++) {
            rarity[i] = having[i] < FEWEST ? 0 : (float) StrictMath.log((double) questions.size() / having[i]);
        }
        return rarity;
    }
}
