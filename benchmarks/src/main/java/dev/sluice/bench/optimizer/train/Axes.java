package dev.sluice.bench.optimizer.train;

import java.util.List;
import java.util.Random;

/** The main axes of vectors, by orthogonal iteration of their covariance (Golub and Van Loan, 8.2). */
final class Axes {

    private static final int ROUNDS = 40;
    private static final long SEED = 20_261_130;

    private Axes() {}

    static float[] mean(List<float[]> vectors) {
        double[] sum = new double[vectors.getFirst().length];
        for (float[] vector : vectors) {
            for (int i = 0; i < sum.length; i++) {
                sum[i] += vector[i];
            }
        }
        float[] mean = new float[sum.length];
        for (int i = 0; i < sum.length; i++) {
            mean[i] = (float) (sum[i] / vectors.size());
        }
        return mean;
    }

    /** So many axes, the main one first. */
    static float[][] of(List<float[]> vectors, float[] mean, int count) {
        int size = mean.length;
        double[][] covariance = new double[size][size];
        double[] centred = new double[size];
        for (float[] vector : vectors) {
            for (int i = 0; i < size; i++) {
                centred[i] = vector[i] - mean[i];
            }
            for (int i = 0; i < size; i++) {
                for (int j = 0; j <= i; j++) {
                    covariance[i][j] += centred[i] * centred[j];
                }
            }
        }
        for (int i = 0; i < size; i++) {
            for (int j = 0; j < i; j++) {
                covariance[j][i] = covariance[i][j];
            }
        }
        double[][] axes = new double[count][size];
        var random = new Random(SEED);
        for (double[] axis : axes) {
            for (int i = 0; i < size; i++) {
                axis[i] = random.nextDouble() - 0.5;
            }
        }
        for (int round = 0; round < ROUNDS; round++) {
            for (int axis = 0; axis < count; axis++) {
                axes[axis] = times(covariance, axes[axis]);
            }
            orthonormal(axes);
        }
        float[][] found = new float[count][size];
        for (int axis = 0; axis < count; axis++) {
            for (int i = 0; i < size; i++) {
                found[axis][i] = (float) axes[axis][i];
            }
        }
        return found;
    }

    private static double[] times(double[][] matrix, double[] vector) {
        double[] product = new double[vector.length];
        for (int i = 0; i < product.length; i++) {
            double sum = 0;
            for (int j = 0; j < vector.length; j++) {
                sum += matrix[i][j] * vector[j];
            }
            product[i] = sum;
        }
        return product;
    }

    /** Modified Gram-Schmidt. */
    private static void orthonormal(double[][] axes) {
        for (int axis = 0; axis < axes.length; axis++) {
            for (int before = 0; before < axis; before++) {
                double dot = dot(axes[axis], axes[before]);
                for (int i = 0; i < axes[axis].length; i++) {
                    axes[axis][i] -= dot * axes[before][i];
                }
            }
            double length = Math.sqrt(dot(axes[axis], axes[axis]));
            for (int i = 0; i < axes[axis].length; i++) {
                axes[axis][i] /= length;
            }
        }
    }

    private static double dot(double[] one, double[] other) {
        double sum = 0;
        for (int i = 0; i < one.length; i++) {
            sum += one[i] * other[i];
        }
        return sum;
    }
}
