package dev.sluice.cache.faq;

import java.util.List;
import java.util.Random;

/**
 * Multinomial logistic regression on vectors, trained by stochastic gradient descent with a falling rate (Bottou, "Stochastic
 * Gradient Descent Tricks", 2012). The weights lie by dimension, so that all inner loops run over answers. The seed is
 * fixed: the same phrasings give the same weights.
 */
final class Linear {

    private static final int EPOCHS = 20;
    /** Multiplications of one training; more phrasings and answers get fewer epochs. */
    private static final double WORK = 8e9;

    private static final float RATE = 0.05f;
    /** Vectors have length 1; weights grow into their range sooner with longer ones. */
    private static final float SCALE = 12;

    private final float[][] weights;
    private final float[] bias;

    private Linear(int dimensions, int answers) {
        this.weights = new float[dimensions][answers];
        this.bias = new float[answers];
    }

    /** @param phrasings at least one */
    static Linear train(List<Phrasing> phrasings, int answers) {
        int dimensions = phrasings.getFirst().vector().length;
        Linear model = new Linear(dimensions, answers);
        int[] order = new int[phrasings.size()];
        for (int i = 0; i < order.length; i++) {
            order[i] = i;
        }
        double epochWork = 2.0 * phrasings.size() * answers * dimensions;
        int epochs = (int) Math.clamp(WORK / epochWork, 2, EPOCHS);
        Random random = new Random(1);
        for (int epoch = 0; epoch < epochs; epoch++) {
            shuffle(order, random);
            float rate = RATE * (1 - (float) epoch / epochs);
            for (int i : order) {
                model.learn(phrasings.get(i), rate);
            }
        }
        return model;
    }

    private void learn(Phrasing phrasing, float rate) {
        float[] step = Odds.softmax(scores(phrasing.vector()));
        for (int c = 0; c < step.length; c++) {
            step[c] *= -rate;
        }
        step[phrasing.answer()] += rate;
        float[] vector = phrasing.vector();
        for (int d = 0; d < weights.length; d++) {
            add(weights[d], step, SCALE * vector[d]);
        }
        add(bias, step, 1);
    }

    /** Logarithms of probabilities, but for a number they all lack. */
    float[] scores(float[] vector) {
        float[] scores = bias.clone();
        for (int d = 0; d < weights.length; d++) {
            add(scores, weights[d], SCALE * vector[d]);
        }
        return scores;
    }

    private static void add(float[] sum, float[] more, float times) {
        for (int c = 0; c < sum.length; c++) {
            sum[c] += more[c] * times;
        }
    }

    private static void shuffle(int[] order, Random random) {
        for (int i = order.length - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            int swapped = order[i];
            order[i] = order[j];
            order[j] = swapped;
        }
    }
}
