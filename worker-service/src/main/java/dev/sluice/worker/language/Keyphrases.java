package dev.sluice.worker.language;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Keywords of an English text: its phrases of nouns, ranked by a logistic model over where and how often they stand, how
 * central their words are (SingleRank, PositionRank) and what YAKE makes of them. The weights were trained on public labelled
 * abstracts and news; {@code docs/task-types.md} says on which and how well it does on texts it was not trained on.
 */
public final class Keyphrases {

    /** What a phrase is told by; three weights each. */
    public static final List<String> FEATURES = List.of(
            "always",
            "one word",
            "two words",
            "three words",
            "four words or more",
            "place, logarithm",
            "place in the text",
            "count, logarithm",
            "never a whole phrase",
            "part of whole phrases",
            "whole phrases, logarithm",
            "rank of its words",
            "mean rank",
            "mean rank by place",
            "mean frequency",
            "score of YAKE, logarithm",
            "capitals",
            "part with capitals",
            "in the first sentence",
            "one word, by length of the text",
            "only general words",
            "ends with a general word",
            "begins with an attribute",
            "hyphen",
            "before 'of'",
            "after 'of'");

    private static final String RESOURCE = "/keyphrase-weights.tsv";

    private static final class Held {
        static final double[] WEIGHTS = read();
    }

    private Keyphrases() {}

    /**
     * A phrase that may be a keyword.
     *
     * @param text as it stands in the text where it occurs first
     * @param features what it is told by, see {@link #FEATURES}: all of them three times
     */
    @SuppressWarnings("ArrayRecordComponent") // Read only, and never compared.
    public record Candidate(String text, double[] features) {}

    /** All phrases of a text. */
    public static List<Candidate> candidates(String text) {
        Phrases phrases = Phrases.of(text);
        Map<String, Double> yake = Yake.scores(text);
        List<double[]> features = phrases.features(yake);
        List<Candidate> candidates = new ArrayList<>();
        for (Phrases.Phrase phrase : phrases.all()) {
            candidates.add(new Candidate(phrase.text(), features.get(candidates.size())));
        }
        return candidates;
    }

    /** The keywords of a text, most relevant first; the score is the chance that it is none. */
    public static List<Yake.Keyword> keywords(String text, int atMost) {
        return best(candidates(text), Held.WEIGHTS, atMost);
    }

    /** The best of the candidates under these weights. */
    public static List<Yake.Keyword> best(List<Candidate> candidates, double[] weights, int atMost) {
        return candidates.stream()
                .map(one -> new Yake.Keyword(one.text(), chanceOfNone(one.features(), weights)))
                .sorted(Comparator.comparingDouble(Yake.Keyword::score))
                .limit(atMost)
                .toList();
    }

    private static double chanceOfNone(double[] features, double[] weights) {
        double sum = 0;
        for (int i = 0; i < features.length; i++) {
            sum += features[i] * weights[i];
        }
        return 1 / (1 + Math.exp(sum));
    }

    /** A line for each feature: its name and its three weights, behind tabs. */
    private static double[] read() {
        double[] weights = new double[3 * FEATURES.size()];
        try (InputStream in = Objects.requireNonNull(Keyphrases.class.getResourceAsStream(RESOURCE), RESOURCE);
                var lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            for (String line : lines.lines().filter(l -> !l.startsWith("#")).toList()) {
                String[] parts = line.split("\t", -1);
                int feature = FEATURES.indexOf(parts[0]);
                for (int i = 0; i < 3; i++) {
                    weights[i * FEATURES.size() + feature] = Double.parseDouble(parts[1 + i]);
                }
            }
            return weights;
        } catch (IOException e) {
            throw new UncheckedIOException("the weights of keywords cannot be read", e);
        }
    }
}
