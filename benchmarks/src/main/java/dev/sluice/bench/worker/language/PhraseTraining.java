package dev.sluice.bench.worker.language;

import dev.sluice.worker.language.Keyphrases;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/**
 * Logistic regression by AdaGrad over the candidates of labelled texts; each text counts the same within its set. The same
 * texts give the same weights.
 */
final class PhraseTraining {

    private static final int ROUNDS = 15;
    private static final double STEP = 0.3;
    private static final double DECAY = 1e-5;

    @SuppressWarnings("ArrayRecordComponent") // Read only, and never compared.
    private record Example(double[] features, double label, double weight) {}

    private final List<Example> examples = new ArrayList<>();

    /** Adds a text, with the weight of its set. */
    void add(Labelled text, double weight) {
        for (Keyphrases.Candidate candidate : text.candidates()) {
            examples.add(new Example(
                    candidate.features(),
                    text.isGold(candidate) ? 1 : 0,
                    100 * weight / text.candidates().size()));
        }
    }

    double[] weights() {
        double[] weights = new double[3 * Keyphrases.FEATURES.size()];
        double[] squares = new double[weights.length];
        java.util.Arrays.fill(squares, 1e-6);
        var random = new Random(1);
        for (int round = 0; round < ROUNDS; round++) {
            Collections.shuffle(examples, random);
            for (Example example : examples) {
                double error = (guess(example.features(), weights) - example.label()) * example.weight();
                for (int i = 0; i < weights.length; i++) {
                    double slope = error * example.features()[i] + DECAY * weights[i];
                    squares[i] += slope * slope;
                    weights[i] -= STEP * slope / Math.sqrt(squares[i]);
                }
            }
        }
        return weights;
    }

    private static double guess(double[] features, double[] weights) {
        double sum = 0;
        for (int i = 0; i < features.length; i++) {
            sum += features[i] * weights[i];
        }
        return 1 / (1 + Math.exp(-sum));
    }

    /** The weights as the worker reads them. */
    static String file(double[] weights) {
        int features = Keyphrases.FEATURES.size();
        var text = new StringBuilder(
                "# Written by ./sluice bench worker-train: feature, weight, weight by part of names, weight by length.\n");
        for (int i = 0; i < features; i++) {
            text.append(String.format(
                    Locale.ROOT,
                    "%s\t%.4f\t%.4f\t%.4f%n",
                    Keyphrases.FEATURES.get(i),
                    weights[i],
                    weights[features + i],
                    weights[2 * features + i]));
        }
        return text.toString();
    }
}
