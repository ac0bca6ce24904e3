package dev.sluice.cache.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VectorIndexTest {

    private static final int DIMENSIONS = 48;

    @ParameterizedTest
    @ValueSource(ints = {10_000, 40})
    void whatIsAddedIsFoundByTheNextSearchAndWhatIsRemovedIsNot(int scanned) {
        var index = new VectorIndex<Integer>(scanned);
        var random = new SplittableRandom(1);
        float[] marked = vector(random);
        for (int i = 0; i < 400; i++) {
            index.add(i, vector(random));
            int place = index.add(-1, marked);
            assertThat(index.nearest(marked, 0.99, 5, all -> true))
                    .extracting(Hit::item)
                    .containsExactly(-1);
            index.remove(place);
            assertThat(index.nearest(marked, 0.99, 5, all -> true)).isEmpty();
        }
        assertThat(index.size()).isEqualTo(400);
    }

    @Test
    void nearestComesFirstAndSimilarityIsTheCosine() {
        var index = new VectorIndex<String>();
        index.add("far", new float[] {0, 1, 0});
        index.add("near", new float[] {0.8f, 0.6f, 0});
        index.add("same", new float[] {1, 0, 0});
        List<Hit<String>> hits = index.nearest(new float[] {1, 0, 0}, 0.5, 5, all -> true);
        assertThat(hits).extracting(Hit::item).containsExactly("same", "near");
        assertThat(hits.get(0).similarity()).isCloseTo(1, within(0.001));
        assertThat(hits.get(1).similarity()).isCloseTo(0.8, within(0.005));
        assertThat(index.nearest(new float[] {1, 0, 0}, 0.5, 1, all -> true)).hasSize(1);
        assertThat(index.nearest(new float[] {1, 0, 0}, 0.5, 5, item -> item.equals("near")))
                .extracting(Hit::item)
                .containsExactly("near");
    }

    @Test
    void aVectorOfAnotherLengthIsNearToNothing() {
        var index = new VectorIndex<String>();
        index.add("short", new float[] {1, 0, 0});
        assertThat(index.nearest(new float[] {1, 0, 0, 0}, 0.5, 5, all -> true)).isEmpty();
    }

    @Test
    void anIndexThatLostItsLastItemTakesNoMore() {
        var index = new VectorIndex<String>();
        int first = index.add("a", new float[] {1, 0});
        int second = index.add("b", new float[] {0, 1});
        assertThat(index.remove(first)).isFalse();
        assertThat(index.remove(second)).isTrue();
        assertThat(index.add("c", new float[] {1, 0})).isEqualTo(VectorIndex.RETIRED);
        assertThat(index.nearest(new float[] {1, 0}, -1, 5, all -> true)).isEmpty();
    }

    @Property(tries = 3, shrinking = ShrinkingMode.OFF)
    void aSearchOfTheGraphFindsWhatAScanFinds(@ForAll @IntRange(max = 1_000_000) int seed) {
        var random = new SplittableRandom(seed);
        var index = new VectorIndex<Integer>(100);
        Map<Integer, float[]> all = new HashMap<>();
        for (int i = 0; i < 2_000; i++) {
            float[] vector = around(random);
            all.put(i, vector);
            index.add(i, vector);
        }
        assertThat(recall(index, all, random)).isGreaterThanOrEqualTo(0.97);
    }

    @Test
    void everyOneOfManyParaphrasesOfOneQuestionIsFound() {
        var random = new SplittableRandom(9);
        var index = new VectorIndex<Integer>(100);
        Map<Integer, float[]> all = new HashMap<>();
        for (int hub = 0; hub < 5; hub++) {
            float[] question = vector(random);
            for (int i = 0; i < 200; i++) {
                float[] vector = i == 0 ? question : blurred(question, 0.35, random);
                all.put(all.size(), vector);
                index.add(all.size() - 1, vector);
            }
        }
        assertThat(all.entrySet())
                .allSatisfy(item -> assertThat(index.nearest(item.getValue(), 0.99, 3, any -> true))
                        .extracting(Hit::item)
                        .contains(item.getKey()));
    }

    @Property(tries = 2, shrinking = ShrinkingMode.OFF)
    void aGraphThatLosesAndGainsStaysGoodAndSmall(@ForAll @IntRange(max = 1_000_000) int seed) {
        var random = new SplittableRandom(seed);
        var index = new VectorIndex<Integer>(300);
        Map<Integer, float[]> all = new HashMap<>();
        Map<Integer, Integer> places = new HashMap<>();
        for (int i = 0; i < 5_000; i++) {
            float[] vector = around(random);
            all.put(i, vector);
            places.put(i, index.add(i, vector));
            if (all.size() > 1_000) {
                // Some leave in the order they came, some by chance.
                int gone = i % 2 == 0 ? all.keySet().iterator().next() : i - random.nextInt(800);
                if (all.remove(gone) != null) {
                    index.remove(places.remove(gone));
                }
            }
        }
        assertThat(index.size()).isEqualTo(all.size());
        assertThat(index.places()).isLessThan(2 * all.size());
        assertThat(recall(index, all, random)).isGreaterThanOrEqualTo(0.95);
    }

    @Test
    void aGraphThatLosesNearlyAllIsGivenUpAndNothingIsLost() {
        var random = new SplittableRandom(3);
        var index = new VectorIndex<Integer>(200);
        Map<Integer, float[]> all = new HashMap<>();
        List<Integer> places = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            all.put(i, vector(random));
            places.add(index.add(i, all.get(i)));
        }
        for (int i = 0; i < 950; i++) {
            all.remove(i);
            index.remove(places.get(i));
        }
        assertThat(recall(index, all, random)).isEqualTo(1);
        for (int i = 1_000; i < 1_600; i++) {
            all.put(i, vector(random));
            index.add(i, all.get(i));
        }
        assertThat(index.places()).isLessThanOrEqualTo(1_000);
        assertThat(recall(index, all, random)).isGreaterThanOrEqualTo(0.97);
    }

    @Test
    void searchesGoOnWhileOthersChangeIt() {
        var index = new VectorIndex<Integer>(100);
        var random = new SplittableRandom(5);
        float[] fixed = vector(random);
        index.add(-1, fixed);
        var done = new AtomicBoolean();
        CompletableFuture<Long> searches = CompletableFuture.supplyAsync(() -> {
            long missed = 0;
            do {
                List<Hit<Integer>> hits = index.nearest(fixed, 0.99, 1, all -> true);
                missed += hits.isEmpty() || hits.getFirst().item() != -1 ? 1 : 0;
            } while (!done.get());
            return missed;
        });
        List<Integer> places = new ArrayList<>();
        for (int i = 0; i < 3_000; i++) {
            places.add(index.add(i, vector(random)));
            if (i % 3 == 0) {
                index.remove(places.get(i));
            }
        }
        done.set(true);
        assertThat(searches.join()).isZero();
    }

    /** The share of 200 questions, each near to an item, whose nearest item is found. */
    private static double recall(VectorIndex<Integer> index, Map<Integer, float[]> all, SplittableRandom random) {
        List<float[]> known = List.copyOf(all.values());
        int right = 0;
        for (int i = 0; i < 200; i++) {
            float[] question = blurred(known.get(random.nextInt(known.size())), 0.2, random);
            List<Hit<Integer>> hits = index.nearest(question, -1, 1, item -> true);
            assertThat(hits).hasSize(1);
            assertThat(all).containsKey(hits.getFirst().item());
            double best = all.values().stream()
                    .map(vector -> cosine(vector, question))
                    .max(Comparator.naturalOrder())
                    .orElseThrow();
            right += cosine(all.get(hits.getFirst().item()), question) > best - 0.003 ? 1 : 0;
        }
        return right / 200.0;
    }

    /** Vectors in clusters, as questions come. */
    private static float[] around(SplittableRandom random) {
        return blurred(vector(new SplittableRandom(random.nextInt(200))), 0.4, random);
    }

    private static float[] blurred(float[] vector, double by, SplittableRandom random) {
        float[] blurred = new float[vector.length];
        for (int i = 0; i < blurred.length; i++) {
            blurred[i] = (float) (vector[i] + by * random.nextGaussian() / Math.sqrt(vector.length));
        }
        return unit(blurred);
    }

    private static float[] vector(SplittableRandom random) {
        float[] vector = new float[DIMENSIONS];
        for (int i = 0; i < vector.length; i++) {
            vector[i] = (float) random.nextGaussian();
        }
        return unit(vector);
    }

    private static float[] unit(float[] vector) {
        double length = Math.sqrt(cosine(vector, vector));
        for (int i = 0; i < vector.length; i++) {
            vector[i] /= (float) length;
        }
        return vector;
    }

    private static double cosine(float[] a, float[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += (double) a[i] * b[i];
        }
        return sum;
    }
}
