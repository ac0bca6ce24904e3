package dev.sluice.bench.cache.train;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Turns scores of questions the trees had not seen into probabilities (isotonic regression by pooling adjacent
 * violators, Ayer et al., 1955) and into the cuts for allowed errors: the lowest cut at which the upper confidence
 * bound of the wrong answers per request is within the allowed share.
 */
final class Calibrated {

    /** What was the best candidate of a request. */
    record Best(double score, boolean right) {}

    /** How sure the bound is. The next window has its own chance deviation, so nine in ten would not do. */
    static final double CONFIDENCE = 0.975;

    private static final double[] ERRORS = {
        0.001, 0.002, 0.003, 0.005, 0.0075, 0.01, 0.015, 0.02, 0.03, 0.04, 0.05, 0.075, 0.1
    };
    private static final int AT_A_TIME = 150;
    /** Keeps the order of scores that pooling has made equal. */
    private static final double TILT = 0.002;

    private final List<Best> best;
    private final int requests;
    private final double[] knots;
    private final double[] probabilities;

    /**
     * Calibrates.
     *
     * @param best of the requests that had a candidate
     * @param requests all of them
     */
    Calibrated(List<Best> best, int requests) {
        this.best = best.stream()
                .sorted(Comparator.comparingDouble(Best::score).reversed())
                .toList();
        this.requests = requests;
        int groups = (best.size() + AT_A_TIME - 1) / AT_A_TIME;
        knots = new double[groups];
        probabilities = new double[groups];
        pool(groups);
    }

    private void pool(int groups) {
        double[] rights = new double[groups];
        double[] sizes = new double[groups];
        for (int i = 0; i < best.size(); i++) {
            int group = groups - 1 - i / AT_A_TIME;
            knots[group] += best.get(i).score();
            rights[group] += best.get(i).right() ? 1 : 0;
            sizes[group]++;
        }
        for (int i = 0; i < groups; i++) {
            knots[i] /= sizes[i];
        }
        List<int[]> blocks = new ArrayList<>();
        for (int i = 0; i < groups; i++) {
            blocks.add(new int[] {i, i + 1});
            while (blocks.size() > 1
                    && mean(blocks.get(blocks.size() - 2), rights, sizes) >= mean(blocks.getLast(), rights, sizes)) {
                int[] last = blocks.removeLast();
                blocks.getLast()[1] = last[1];
            }
        }
        for (int[] block : blocks) {
            Arrays.fill(probabilities, block[0], block[1], mean(block, rights, sizes));
        }
        for (int i = 0; i < groups; i++) {
            probabilities[i] = (1 - TILT) * probabilities[i] + TILT / (1 + StrictMath.exp(-knots[i]));
        }
    }

    private static double mean(int[] block, double[] rights, double[] sizes) {
        double right = 0;
        double size = 0;
        for (int i = block[0]; i < block[1]; i++) {
            right += rights[i];
            size += sizes[i];
        }
        return right / size;
    }

    /** The score to serve at for an allowed error; above all scores when no cut keeps it. */
    double cut(double error) {
        int allowed = Bound.allowed(error, requests, CONFIDENCE);
        int wrong = 0;
        double cut = Double.POSITIVE_INFINITY;
        for (int i = 0; i < best.size() && wrong <= allowed; i++) {
            wrong += best.get(i).right() ? 0 : 1;
            boolean last = i + 1 == best.size()
                    || best.get(i + 1).score() < best.get(i).score();
            if (last && wrong <= allowed) {
                cut = best.get(i).score();
            }
        }
        return cut;
    }

    /** The line of probabilities in a model file. */
    String probabilities() {
        List<String> points = new ArrayList<>();
        for (int i = 0; i < knots.length; i++) {
            points.add(String.format(Locale.ROOT, "%.5f:%.6f", knots[i], probabilities[i]));
        }
        return String.join(" ", points);
    }

    /** The line of cuts in a model file, as they hold on a stream: this one, or another one scored by the same trees. */
    String cuts(Calibrated on) {
        return Arrays.stream(ERRORS)
                .filter(error -> on.cut(error) < Double.POSITIVE_INFINITY)
                .mapToObj(error -> String.format(Locale.ROOT, "%s:%.6f", error, probability(on.cut(error))))
                .collect(Collectors.joining(" "));
    }

    /** As the service will interpolate it. */
    private double probability(double score) {
        int above = 0;
        while (above < knots.length && knots[above] < score) {
            above++;
        }
        if (above == 0 || above == knots.length) {
            return probabilities[Math.min(above, knots.length - 1)];
        }
        double share = (score - knots[above - 1]) / (knots[above] - knots[above - 1]);
        return probabilities[above - 1] + share * (probabilities[above] - probabilities[above - 1]);
    }
}
