package dev.sluice.worker.language;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Summary by extraction. Of a text that speaks of its own work ("we propose", "in this paper"), the sentences that say what was
 * done, by a linear model trained on abstracts with one-sentence summaries; of any other text the most central ones
 * ({@link Centrality}). Where there are vectors of the sentences, nearness to their mean has a say in both.
 */
public final class Gist {

    /** What a sentence is told by. The last one is 0 without vectors. */
    public static final List<String> FEATURES = List.of(
            "always",
            "first",
            "second",
            "last",
            "place",
            "centrality",
            "words of the whole",
            "mean frequency",
            "words of the first sentence",
            "length, logarithm",
            "length from 24 words",
            "short",
            "long",
            "digits",
            "we propose",
            "we show",
            "this paper",
            "in this paper",
            "new",
            "however",
            "experiments",
            "we",
            "recently",
            "moreover",
            "code",
            "vectors");

    private static final List<Pattern> CUES = List.of(
            cue("\\bwe (?:\\w+ )?(?:propose|introduce|present|develop|describe|design|devise|formulate|suggest)"),
            cue(
                    "\\bwe (?:\\w+ )?(?:show|demonstrate|prove|find|provide|study|investigate|explore|analy[sz]e|examine|establish|evaluate)"),
            cue("\\b(?:this|our) (?:paper|work|article|study|approach|method|model|framework|algorithm)"),
            cue("\\bin this (?:paper|work|article|study)"),
            cue("\\b(?:novel|new)\\b"),
            cue("\\b(?:however|unfortunately|despite|although|while)\\b"),
            cue(
                    "\\b(?:experiments?|experimental|results|empirical(?:ly)?|outperforms?|state-of-the-art|benchmarks?|datasets?)\\b"),
            cue("\\bwe\\b"),
            cue("^(?:recent|recently|many|existing|current|one of|the ability|deep learning|deep neural)\\b"),
            cue(
                    "^(?:moreover|furthermore|additionally|also|finally|for example|for instance|specifically|in particular|in addition)\\b"),
            cue("\\b(?:code|available|github)\\b"));

    /** Of the cues, those that tell that a text speaks of its own work. */
    private static final int OWN_WORK = 4;

    private static final String RESOURCE = "/gist-weights.tsv";
    private static final double TOO_ALIKE = 0.6;

    private static final class Held {
        static final double[] PLAIN = read(1);
        static final double[] WITH_VECTORS = read(2);
    }

    private Gist() {}

    /**
     * A summary.
     *
     * @param sentences verbatim, in the order of the text
     * @param method {@code gist} or {@code lexrank}, with {@code +embeddings} where vectors had a say
     */
    public record Summary(List<String> sentences, String method) {
        public Summary {
            sentences = List.copyOf(sentences);
        }
    }

    /** The sentences that a summary is made of; headings are none. */
    public static List<String> sentences(String text) {
        return Sentences.of(text).stream()
                .map(Sentences.Sentence::text)
                .filter(sentence -> !sentence.startsWith("#"))
                .limit(Centrality.LONGEST)
                .toList();
    }

    /**
     * A summary of so many sentences.
     *
     * @param all the text's {@link #sentences}
     * @param vectors unit vectors of them, if there are any
     */
    public static Summary of(List<String> all, int atMost, Optional<List<float[]>> vectors) {
        boolean ownWork = all.stream()
                .anyMatch(sentence -> CUES.subList(0, OWN_WORK).stream()
                        .anyMatch(cue -> cue.matcher(sentence).find()));
        String method = (ownWork ? "gist" : "lexrank") + (vectors.isPresent() ? "+embeddings" : "");
        if (all.size() <= atMost) {
            return new Summary(all, method);
        }
        double[] scores = ownWork
                ? scores(features(all, vectors), vectors.isPresent() ? Held.WITH_VECTORS : Held.PLAIN)
                : central(all, vectors);
        return new Summary(chosen(all, scores, atMost), method);
    }

    private static double[] central(List<String> all, Optional<List<float[]>> vectors) {
        double[] scores = Centrality.favoured(all);
        if (vectors.isPresent()) {
            double[] near = near(vectors.get());
            double mean = Arrays.stream(near).average().orElse(1);
            for (int i = 0; i < scores.length; i++) {
                scores[i] = (scores[i] * scores.length + near[i] / Math.max(1e-6, mean)) / 2;
            }
        }
        return scores;
    }

    /** The scores of sentences under these weights. */
    public static double[] scores(double[][] features, double[] weights) {
        return Arrays.stream(features)
                .mapToDouble(one -> {
                    double sum = 0;
                    for (int i = 0; i < weights.length; i++) {
                        sum += one[i] * weights[i];
                    }
                    return sum;
                })
                .toArray();
    }

    private static List<String> chosen(List<String> all, double[] scores, int atMost) {
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < all.size(); i++) {
            order.add(i);
        }
        order.sort((a, b) -> Double.compare(scores[b], scores[a]));
        List<Integer> chosen = new ArrayList<>();
        List<Set<String>> terms = new ArrayList<>();
        for (int i : order) {
            Set<String> of = Terms.distinct(all.get(i));
            if (chosen.size() < atMost && terms.stream().noneMatch(other -> alike(of, other) > TOO_ALIKE)) {
                chosen.add(i);
                terms.add(of);
            }
        }
        return chosen.stream().sorted().map(all::get).toList();
    }

    private static double alike(Set<String> one, Set<String> other) {
        long both = one.stream().filter(other::contains).count();
        return both / (double) Math.max(1, one.size() + other.size() - both);
    }

    /** What tells of each sentence, by {@link #FEATURES}. */
    public static double[][] features(List<String> all, Optional<List<float[]>> vectors) {
        int n = all.size();
        double[] central = Centrality.rank(all, n);
        Optional<double[]> near = vectors.map(Gist::near);
        List<Set<String>> terms = all.stream().map(Terms::distinct).toList();
        Map<String, Integer> counts = new HashMap<>();
        all.forEach(sentence -> Terms.of(sentence).forEach(term -> counts.merge(term, 1, Integer::sum)));
        double squares =
                counts.values().stream().mapToDouble(c -> (double) c * c).sum();
        Set<String> first = n == 0 ? Set.of() : new HashSet<>(terms.getFirst());
        double[][] features = new double[n][];
        for (int i = 0; i < n; i++) {
            String sentence = all.get(i);
            Set<String> of = terms.get(i);
            double size = Math.max(1, of.size());
            double sum = of.stream()
                    .mapToDouble(term -> counts.getOrDefault(term, 0))
                    .sum();
            int words = sentence.split("\\s+").length;
            double[] plain = {
                1,
                i == 0 ? 1 : 0,
                i == 1 ? 1 : 0,
                i == n - 1 ? 1 : 0,
                i / (double) n,
                central[i] * n,
                squares == 0 ? 0 : sum / Math.sqrt(squares) / Math.sqrt(size),
                (sum - of.size()) / size,
                of.stream().filter(first::contains).count() / size,
                Math.log(1.0 + words),
                Math.abs(Math.log((1 + words) / 24.0)),
                words < 10 ? 1 : 0,
                words > 35 ? 1 : 0,
                sentence.chars().anyMatch(Character::isDigit) ? 1 : 0,
            };
            double[] row = Arrays.copyOf(plain, FEATURES.size());
            for (int c = 0; c < CUES.size(); c++) {
                row[plain.length + c] = CUES.get(c).matcher(sentence).find() ? 1 : 0;
            }
            int at = i;
            row[row.length - 1] = near.map(cosines -> cosines[at]).orElse(0.0);
            features[i] = row;
        }
        return features;
    }

    /** The cosine of each vector with the mean of all. */
    private static double[] near(List<float[]> vectors) {
        int size = vectors.isEmpty() ? 0 : vectors.getFirst().length;
        double[] mean = new double[size];
        vectors.forEach(vector -> {
            for (int i = 0; i < size; i++) {
                mean[i] += vector[i];
            }
        });
        double norm = Math.sqrt(Arrays.stream(mean).map(m -> m * m).sum());
        return vectors.stream()
                .mapToDouble(vector -> {
                    double dot = 0;
                    for (int i = 0; i < size; i++) {
                        dot += vector[i] * mean[i];
                    }
                    return norm == 0 ? 0 : dot / norm;
                })
                .toArray();
    }

    private static Pattern cue(String words) {
        return Pattern.compile(words, Pattern.CASE_INSENSITIVE);
    }

    /** A line for each feature: its name, its weight without vectors, its weight with them. */
    private static double[] read(int column) {
        double[] weights = new double[FEATURES.size()];
        try (InputStream in = Objects.requireNonNull(Gist.class.getResourceAsStream(RESOURCE), RESOURCE);
                var lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            for (String line : lines.lines().filter(l -> !l.startsWith("#")).toList()) {
                String[] parts = line.split("\t", -1);
                weights[FEATURES.indexOf(parts[0])] = Double.parseDouble(parts[column]);
            }
            return weights;
        } catch (IOException e) {
            throw new UncheckedIOException("the weights of summaries cannot be read", e);
        }
    }
}
