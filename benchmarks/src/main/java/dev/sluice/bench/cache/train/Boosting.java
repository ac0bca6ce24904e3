package dev.sluice.bench.cache.train;

import dev.sluice.cache.score.Feature;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Predicate;

/**
 * Gradient-boosted trees for a yes or no: logistic loss, second-order leaf values with shrinkage (Friedman, 2001; Chen
 * and Guestrin, 2016), histograms, leaf-wise growth and monotone constraints (as in LightGBM). One thread, one seed and
 * {@link StrictMath}: the same examples give the same trees on every machine.
 */
final class Boosting {

    /**
     * How to grow.
     *
     * @param trees how many
     * @param leaves of each
     * @param rate by which each tree is shrunk
     * @param leastWeight least sum of second derivatives in a leaf
     * @param ridge added to the sum of second derivatives
     * @param rows share of the examples seen by each tree
     * @param columns share of the features seen by each tree
     * @param seed of the choice of both
     */
    record Settings(
            int trees,
            int leaves,
            double rate,
            double leastWeight,
            double ridge,
            double rows,
            double columns,
            long seed) {}

    /** What came of it: where the sum begins, and a tree a line as {@code score.Trees} reads it. */
    record Grown(double base, List<String> lines) {}

    private final Settings settings;
    private final List<Example> examples;
    private final Predicate<Feature> allowed;
    private final Bins bins;
    private final double[] sums;
    private final double[] slopes;
    private final double[] bends;
    private final SplittableRandom random;

    private Boosting(Settings settings, List<Example> examples, Predicate<Feature> allowed) {
        this.settings = settings;
        this.allowed = allowed;
        this.examples = examples;
        this.bins = Bins.of(examples);
        this.sums = new double[examples.size()];
        this.slopes = new double[examples.size()];
        this.bends = new double[examples.size()];
        this.random = new SplittableRandom(settings.seed());
    }

    static Grown grow(Settings settings, List<Example> examples, Predicate<Feature> allowed) {
        return new Boosting(settings, examples, allowed).grow();
    }

    private Grown grow() {
        double yes = 0;
        double all = 0;
        for (Example example : examples) {
            yes += example.shared() ? example.weight() : 0;
            all += example.weight();
        }
        double base = StrictMath.log(yes / (all - yes));
        Arrays.fill(sums, base);
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < settings.trees(); i++) {
            derive();
            Branch root = new Growth(settings, bins, slopes, bends, sampleColumns()).tree(sampleRows());
            for (int row = 0; row < sums.length; row++) {
                sums[row] += root.value(bins, row);
            }
            lines.add(root.line(bins));
        }
        return new Grown(base, lines);
    }

    private void derive() {
        for (int i = 0; i < sums.length; i++) {
            Example example = examples.get(i);
            double p = 1 / (1 + StrictMath.exp(-sums[i]));
            slopes[i] = example.weight() * (p - (example.shared() ? 1 : 0));
            bends[i] = example.weight() * p * (1 - p);
        }
    }

    private int[] sampleRows() {
        int[] rows = new int[sums.length];
        int size = 0;
        for (int i = 0; i < sums.length; i++) {
            if (random.nextDouble() < settings.rows()) {
                rows[size++] = i;
            }
        }
        return Arrays.copyOf(rows, size);
    }

    private boolean[] sampleColumns() {
        boolean[] columns = new boolean[Feature.all().size()];
        for (int i = 0; i < columns.length; i++) {
            columns[i] = random.nextDouble() < settings.columns()
                    && allowed.test(Feature.all().get(i));
        }
        columns[Feature.COSINE.place()] = true;
        return columns;
    }
}
