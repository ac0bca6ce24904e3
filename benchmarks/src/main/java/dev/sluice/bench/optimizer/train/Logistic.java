package dev.sluice.bench.optimizer.train;

import dev.sluice.optimizer.choice.Novelty;
import java.util.List;

/** Logistic regression with a quadratic penalty, by Newton's method. */
final class Logistic {

    private static final int ROUNDS = 12;

    private Logistic() {}

    /**
     * Weights, the constant last.
     *
     * @param penalty of each weight's square; the constant has none
     */
    static float[] of(List<float[]> places, boolean[] right, double[] penalty) {
        int size = places.getFirst().length + 1;
        double[] weights = new double[size];
        for (int round = 0; round < ROUNDS; round++) {
            double[] slope = new double[size];
            double[][] bend = new double[size][size];
            for (int i = 0; i < size; i++) {
                double own = i < size - 1 ? penalty[i] : 1e-6;
                slope[i] = own * weights[i];
                bend[i][i] = own;
            }
            float[] current = floats(weights);
            for (int row = 0; row < right.length; row++) {
                float[] place = places.get(row);
                double said = Novelty.likelihood(current, place);
                double wrong = said - (right[row] ? 1 : 0);
                double weight = said * (1 - said);
                for (int i = 0; i < size; i++) {
                    double x = i < place.length ? place[i] : 1;
                    slope[i] += wrong * x;
                    for (int j = 0; j <= i; j++) {
                        bend[i][j] += weight * x * (j < place.length ? place[j] : 1);
                    }
                }
            }
            double[] step = solve(bend, slope);
            for (int i = 0; i < size; i++) {
                weights[i] -= step[i];
            }
        }
        return floats(weights);
    }

    /** Solves a symmetric system, of which the lower half is given, by Cholesky's decomposition, in place. */
    private static double[] solve(double[][] matrix, double[] right) {
        int size = right.length;
        for (int i = 0; i < size; i++) {
            for (int j = 0; j <= i; j++) {
                double sum = matrix[i][j];
                for (int k = 0; k < j; k++) {
                    sum -= matrix[i][k] * matrix[j][k];
                }
                matrix[i][j] = i == j ? Math.sqrt(sum) : sum / matrix[j][j];
            }
        }
        double[] solved = right.clone();
        for (int i = 0; i < size; i++) {
            for (int k = 0; k < i; k++) {
                solved[i] -= matrix[i][k] * solved[k];
            }
            solved[i] /= matrix[i][i];
        }
        for (int i = size - 1; i >= 0; i--) {
            for (int k = i + 1; k < size; k++) {
                solved[i] -= matrix[k][i] * solved[k];
            }
            solved[i] /= matrix[i][i];
        }
        return solved;
    }

    private static float[] floats(double[] values) {
        float[] floats = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            floats[i] = (float) values[i];
        }
        return floats;
    }
}
