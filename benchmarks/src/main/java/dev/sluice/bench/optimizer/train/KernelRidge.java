package dev.sluice.bench.optimizer.train;

import dev.sluice.optimizer.choice.Pull;
import dev.sluice.optimizer.choice.Words;
import java.util.Arrays;
import java.util.List;

/**
 * Ridge regression over places, by their kernel, and words together (Saunders, Gammerman, Vovk, ICML 1998), by conjugate
 * gradients (Hestenes and Stiefel, 1952).
 */
final class KernelRidge {

    private static final double PENALTY = 50;
    /** How much words count beside places. */
    private static final double WORDS = 2;

    private static final int ROUNDS = 40;
    private static final double EXACT = 1e-6;
    private static final int LANES = 8;

    private final float[][] pulls;
    private final List<Words> words;

    KernelRidge(List<float[]> places, List<Words> words) {
        this.pulls = pulls(places);
        this.words = words;
    }

    /**
     * What was learnt.
     *
     * @param mean of what was wanted
     * @param known how much each known question adds
     * @param buckets how much each bucket of words adds
     */
    @SuppressWarnings("ArrayRecordComponent") // numbers that are never compared
    record Weights(float mean, float[] known, float[] buckets) {}

    /** Weights for what was right of the known questions. */
    Weights of(boolean[] right) {
        int size = right.length;
        double mean = 0;
        for (boolean one : right) {
            mean += one ? 1.0 / size : 0;
        }
        double[] rest = new double[size];
        for (int i = 0; i < size; i++) {
            rest[i] = (right[i] ? 1 : 0) - mean;
        }
        double[] weights = new double[size];
        float[] step = floats(rest);
        double left = squares(rest);
        double enough = EXACT * left;
        for (int round = 0; round < ROUNDS && left > enough; round++) {
            double[] bent = times(step);
            double far = left / dot(bent, step);
            for (int i = 0; i < size; i++) {
                weights[i] += far * step[i];
                rest[i] -= far * bent[i];
            }
            double now = squares(rest);
            for (int i = 0; i < size; i++) {
                step[i] = (float) (rest[i] + now / left * step[i]);
            }
            left = now;
        }
        float[] known = floats(weights);
        return new Weights((float) mean, known, floats(buckets(known)));
    }

    private double[] times(float[] step) {
        double[] buckets = buckets(step);
        double[] product = new double[step.length];
        for (int row = 0; row < product.length; row++) {
            Words own = words.get(row);
            double sum = PENALTY * step[row] + dot(pulls[row], step);
            for (int i = 0; i < own.buckets().length; i++) {
                sum += own.values()[i] * buckets[own.buckets()[i]];
            }
            product[row] = sum;
        }
        return product;
    }

    private double[] buckets(float[] weights) {
        double[] buckets = new double[Words.BUCKETS];
        for (int row = 0; row < weights.length; row++) {
            Words own = words.get(row);
            for (int i = 0; i < own.buckets().length; i++) {
                buckets[own.buckets()[i]] += WORDS * weights[row] * own.values()[i];
            }
        }
        return buckets;
    }

    private static float[][] pulls(List<float[]> places) {
        int size = places.size();
        int dimensions = places.getFirst().length;
        float[][] columns = new float[dimensions][size];
        for (int row = 0; row < size; row++) {
            for (int i = 0; i < dimensions; i++) {
                columns[i][row] = places.get(row)[i];
            }
        }
        float[][] pulls = new float[size][size];
        for (int row = 0; row < size; row++) {
            float[] own = pulls[row];
            for (float[] column : columns) {
                add(own, column[row], column);
            }
            for (int other = 0; other < size; other++) {
                own[other] = Pull.of(own[other]);
            }
        }
        return pulls;
    }

    private static void add(float[] sums, float factor, float[] values) {
        for (int i = 0; i < sums.length; i++) {
            sums[i] += factor * values[i];
        }
    }

    private static double dot(float[] one, float[] other) {
        float[] sums = new float[LANES];
        int i = 0;
        for (; i + LANES <= one.length; i += LANES) {
            for (int lane = 0; lane < LANES; lane++) {
                sums[lane] += one[i + lane] * other[i + lane];
            }
        }
        double sum = 0;
        for (float part : sums) {
            sum += part;
        }
        for (; i < one.length; i++) {
            sum += one[i] * other[i];
        }
        return sum;
    }

    private static double dot(double[] one, float[] other) {
        double sum = 0;
        for (int i = 0; i < one.length; i++) {
            sum += one[i] * other[i];
        }
        return sum;
    }

    private static double squares(double[] values) {
        return Arrays.stream(values).map(value -> value * value).sum();
    }

    private static float[] floats(double[] values) {
        float[] floats = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            floats[i] = (float) values[i];
        }
        return floats;
    }
}
