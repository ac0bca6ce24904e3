package dev.sluice.bench.cache;

import dev.sluice.bench.Report;
import dev.sluice.cache.index.Hit;
import dev.sluice.cache.index.VectorIndex;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.SplittableRandom;

/**
 * The nearest of a million questions: the vectors of real ones, and each many times with noise (cosine to the real one
 * about 0.94). A search looks for one of them with noise (cosine about 0.97). Takes about six minutes of one idle core,
 * half a minute with {@code -Dsluice.bench.quick=true}, which takes 100,000.
 */
final class SearchRows {

    private static final boolean QUICK = Boolean.getBoolean("sluice.bench.quick");
    private static final int SIZE = QUICK ? 100_000 : 1_000_000;
    private static final String NAME = QUICK ? "search_100k" : "search_1m";
    private static final int REAL = 10_000;
    private static final int SEARCHES = 3_000;
    private static final int CHECKED = 300;
    private static final int SCANS = 20;
    private static final double NOISE_KEPT = 0.35;
    private static final double NOISE_ASKED = 0.25;

    private SearchRows() {}

    static void add(Report report, Data data) throws Exception {
        List<String> texts = data.streamOnce().stream()
                .map(Data.Asked::text)
                .distinct()
                .limit(REAL)
                .toList();
        Vectors vectors = Vectors.open();
        vectors.need(texts);
        float[][] real = texts.stream().map(vectors::of).toArray(float[][]::new);
        System.out.printf("Index of %,d questions, %s arithmetic ...%n", SIZE, VectorIndex.arithmetic());
        var index = new VectorIndex<Integer>();
        long before = used();
        double seconds = build(index, real);
        report.add(NAME + "_inserts_per_s", "per_s", SIZE / seconds, null, 1_500.0);
        report.add(NAME + "_memory_mb", "MB", (used() - before) / 1e6, 4e-6 * SIZE * real[0].length, null);
        float[][] asked = new float[SEARCHES][];
        for (int i = 0; i < SEARCHES; i++) {
            var random = new SplittableRandom(-1 - i);
            asked[i] = noisy(kept(real, random.nextInt(SIZE)), NOISE_ASKED, random);
        }
        int[] found = new int[SEARCHES];
        var times = new Timed(SEARCHES);
        for (int round = 0; round < 2; round++) {
            for (int i = 0; i < SEARCHES; i++) {
                long start = System.nanoTime();
                List<Hit<Integer>> hits = index.nearest(asked[i], -1, 5, any -> true);
                if (round == 1) {
                    times.add(System.nanoTime() - start);
                }
                found[i] = hits.isEmpty() ? -1 : hits.getFirst().item();
            }
        }
        double scan = scanMillis(real, asked);
        report.add(NAME + "_p50_ms", "ms", times.micros(0.5) / 1e3, scan, 0.5);
        report.add(NAME + "_p99_ms", "ms", times.micros(0.99) / 1e3, scan, 3.0);
        report.add("baseline_" + NAME + "_p99_ms", "ms", scan, null, null);
        report.add(NAME + "_recall", "part", recall(real, asked, found), 1.0, 0.99);
    }

    private static double build(VectorIndex<Integer> index, float[][] real) {
        long time = 0;
        for (int i = 0; i < SIZE; i++) {
            float[] vector = kept(real, i);
            long start = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
            index.add(i, vector);
            time += ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - start;
            if ((i + 1) % (SIZE / 10) == 0) {
                System.out.printf("  %,d after %.0f s of processor time%n", i + 1, time / 1e9);
            }
        }
        return time / 1e9;
    }

    /** The vector kept under a number: always the same, so that a million need not be held twice. */
    private static float[] kept(float[][] real, int number) {
        return number < real.length
                ? real[number]
                : noisy(real[number % real.length], NOISE_KEPT, new SplittableRandom(number));
    }

    private static float[] noisy(float[] vector, double noise, SplittableRandom random) {
        float[] noisy = new float[vector.length];
        double squares = 0;
        for (int i = 0; i < noisy.length; i++) {
            noisy[i] = (float) (vector[i] + noise * random.nextGaussian() / Math.sqrt(vector.length));
            squares += (double) noisy[i] * noisy[i];
        }
        float scale = (float) (1 / Math.sqrt(squares));
        for (int i = 0; i < noisy.length; i++) {
            noisy[i] *= scale;
        }
        return noisy;
    }

    /** The time to compare one question with as many vectors, by a plain loop over floats. */
    private static double scanMillis(float[][] real, float[][] asked) {
        double best = 0;
        long start = 0;
        for (int i = -SCANS; i < SCANS; i++) {
            start = i == 0 ? System.nanoTime() : start;
            for (float[] vector : real) {
                best = Math.max(best, Neighbours.dot(asked[i + SCANS], vector));
            }
        }
        return best > 0 ? (System.nanoTime() - start) / 1e6 / SCANS * SIZE / real.length : 0;
    }

    /** The part of searches whose first hit is the nearest of all. */
    private static double recall(float[][] real, float[][] asked, int[] found) {
        double[] best = new double[CHECKED];
        int[] nearest = new int[CHECKED];
        for (int i = 0; i < SIZE; i++) {
            float[] vector = kept(real, i);
            for (int j = 0; j < CHECKED; j++) {
                double now = Neighbours.dot(asked[j], vector);
                if (now > best[j]) {
                    best[j] = now;
                    nearest[j] = i;
                }
            }
        }
        int right = 0;
        for (int j = 0; j < CHECKED; j++) {
            right += nearest[j] == found[j] ? 1 : 0;
        }
        return right / (double) CHECKED;
    }

    private static long used() {
        System.gc();
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
