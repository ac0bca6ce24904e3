package dev.sluice.bench.worker.language;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.bench.Report;
import dev.sluice.bench.cache.Data;
import dev.sluice.worker.language.Centrality;
import dev.sluice.worker.language.Gist;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToDoubleBiFunction;
import java.util.stream.Stream;

/**
 * One extracted sentence beside the summaries people gave SciTLDR's abstracts (dev and test rows): ROUGE-1 and ROUGE-L F1 (Lin
 * 2004) over words in lower case, the best of the references, as SciTLDR's paper counts; mean of the texts. The trained method is
 * judged by five-fold cross-validation, and trained on stems.
 */
public final class SummaryRows {

    private static final int FOLDS = 5;

    /** An abstract with its summaries. */
    record Abstract(List<String> sentences, List<String> summaries) {}

    /** Makes vectors of sentences. */
    public interface Vectors {

        /** Unit vectors, in order. */
        List<float[]> of(List<String> sentences) throws Exception;
    }

    private SummaryRows() {}

    /**
     * Adds the rows.
     *
     * @param vectors of the sentences; absent for the method without them
     */
    public static void add(Report report, Data data, Optional<Vectors> vectors) throws Exception {
        List<Abstract> all = read(data);
        double lead = 0;
        double lexrank = 0;
        double oracle = 0;
        double leadL = 0;
        for (Abstract one : all) {
            lead += rouge1(one.sentences().getFirst(), one);
            leadL += rougeL(one.sentences().getFirst(), one);
            lexrank += rouge1(
                    Centrality.summary(String.join(" ", one.sentences()), 1).getFirst(), one);
            oracle += one.sentences().stream()
                    .mapToDouble(sentence -> rouge1(sentence, one))
                    .max()
                    .orElse(0);
        }
        double n = all.size();
        Judged plain = judged(all, features(all, Optional.empty()));
        report.add("scitldr_r1_lexrank", "words", lexrank / n, lead / n, null);
        if (vectors.isPresent()) {
            report.add("scitldr_r1_without_vectors", "words, cv", plain.rouge1(), lead / n, null);
        }
        Judged best = vectors.isPresent() ? judged(all, features(all, vectors)) : plain;
        report.add("scitldr_r1", "words, cv", best.rouge1(), lead / n, 0.33);
        report.add("scitldr_rl", "words, cv", best.rougeL(), leadL / n, 0.265);
        report.add("scitldr_r1_best_sentence", "words", oracle / n, null, null);
    }

    private record Judged(double rouge1, double rougeL) {}

    private static Judged judged(List<Abstract> all, List<double[][]> features) {
        double one = 0;
        double longest = 0;
        for (int fold = 0; fold < FOLDS; fold++) {
            double[] weights = train(all, features, fold);
            for (int i = fold; i < all.size(); i += FOLDS) {
                double[] scores = Gist.scores(features.get(i), weights);
                int best = 0;
                for (int s = 1; s < scores.length; s++) {
                    best = scores[s] > scores[best] ? s : best;
                }
                String sentence = all.get(i).sentences().get(best);
                one += rouge1(sentence, all.get(i));
                longest += rougeL(sentence, all.get(i));
            }
        }
        return new Judged(one / all.size(), longest / all.size());
    }

    static List<double[][]> features(List<Abstract> all, Optional<Vectors> vectors) throws Exception {
        List<double[][]> features = new ArrayList<>();
        for (Abstract one : all) {
            Optional<List<float[]>> of =
                    vectors.isPresent() ? Optional.of(vectors.get().of(one.sentences())) : Optional.empty();
            features.add(Gist.features(one.sentences(), of));
        }
        return features;
    }

    /** Ridge regression of a sentence's ROUGE-1, less its abstract's mean; a fold is left out, -1 leaves out none. */
    static double[] train(List<Abstract> all, List<double[][]> features, int without) {
        int size = Gist.FEATURES.size();
        double[][] system = new double[size][size + 1];
        for (int i = 0; i < size; i++) {
            system[i][i] = 0.5;
        }
        for (int a = 0; a < all.size(); a++) {
            if (without >= 0 && a % FOLDS == without) {
                continue;
            }
            Abstract one = all.get(a);
            double[] rouge = one.sentences().stream()
                    .mapToDouble(sentence -> best(sentence, one, SummaryRows::stems, SummaryRows::unigrams))
                    .toArray();
            double mean = java.util.Arrays.stream(rouge).average().orElse(0);
            for (int s = 0; s < rouge.length; s++) {
                double[] row = features.get(a)[s];
                for (int i = 0; i < size; i++) {
                    for (int j = 0; j < size; j++) {
                        system[i][j] += row[i] * row[j] / rouge.length;
                    }
                    system[i][size] += row[i] * (rouge[s] - mean) / rouge.length;
                }
            }
        }
        return solved(system);
    }

    /** Gauss and Jordan's elimination with pivots. */
    private static double[] solved(double[][] system) {
        int size = system.length;
        for (int i = 0; i < size; i++) {
            int pivot = i;
            for (int r = i + 1; r < size; r++) {
                pivot = Math.abs(system[r][i]) > Math.abs(system[pivot][i]) ? r : pivot;
            }
            double[] row = system[pivot];
            system[pivot] = system[i];
            system[i] = row;
            for (int r = 0; r < size; r++) {
                double factor = r == i ? 0 : system[r][i] / row[i];
                for (int c = i; c <= size && factor != 0; c++) {
                    system[r][c] -= factor * row[c];
                }
            }
        }
        double[] solution = new double[size];
        for (int i = 0; i < size; i++) {
            solution[i] = system[i][size] / system[i][i];
        }
        return solution;
    }

    static List<Abstract> read(Data data) {
        var json = new ObjectMapper();
        List<Abstract> all = new ArrayList<>();
        for (String line : data.lines("summaries/scitldr.jsonl.gz")) {
            try {
                JsonNode row = json.readTree(line);
                all.add(new Abstract(texts(row.get("sentences")), texts(row.get("tldrs"))));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return all;
    }

    private static List<String> texts(JsonNode list) {
        List<String> texts = new ArrayList<>();
        list.forEach(one -> texts.add(one.asText()));
        return texts;
    }

    private static double rouge1(String sentence, Abstract one) {
        return best(sentence, one, SummaryRows::words, SummaryRows::unigrams);
    }

    private static double rougeL(String sentence, Abstract one) {
        return best(sentence, one, SummaryRows::words, SummaryRows::longest);
    }

    private static double best(
            String sentence,
            Abstract one,
            Function<String, List<String>> cut,
            ToDoubleBiFunction<List<String>, List<String>> measure) {
        List<String> said = cut.apply(sentence);
        return one.summaries().stream()
                .mapToDouble(summary -> measure.applyAsDouble(said, cut.apply(summary)))
                .max()
                .orElse(0);
    }

    private static List<String> words(String text) {
        return Stream.of(text.toLowerCase(Locale.ROOT).split("[^a-z0-9]+"))
                .filter(word -> !word.isEmpty())
                .toList();
    }

    private static List<String> stems(String text) {
        String stems = Labelled.stems(text);
        return stems.isEmpty() ? List.of() : List.of(stems.split(" "));
    }

    static double unigrams(List<String> said, List<String> wanted) {
        Map<String, Integer> counts = new HashMap<>();
        said.forEach(word -> counts.merge(word, 1, Integer::sum));
        int shared = 0;
        for (String word : wanted) {
            if (counts.merge(word, -1, Integer::sum) >= 0) {
                shared++;
            }
        }
        return f1(shared, said.size(), wanted.size());
    }

    static double longest(List<String> said, List<String> wanted) {
        int[][] common = new int[said.size() + 1][wanted.size() + 1];
        for (int i = 1; i <= said.size(); i++) {
            for (int j = 1; j <= wanted.size(); j++) {
                common[i][j] = said.get(i - 1).equals(wanted.get(j - 1))
                        ? common[i - 1][j - 1] + 1
                        : Math.max(common[i - 1][j], common[i][j - 1]);
            }
        }
        return f1(common[said.size()][wanted.size()], said.size(), wanted.size());
    }

    private static double f1(int shared, int said, int wanted) {
        return shared == 0 ? 0 : 2.0 * shared / (said + wanted);
    }

    /** The weights as the worker reads them. */
    static String file(double[] plain, double[] withVectors) {
        var text = new StringBuilder(
                "# Written by ./sluice bench worker-train: feature, weight without vectors, weight with vectors.\n");
        for (int i = 0; i < plain.length; i++) {
            text.append(String.format(Locale.ROOT, "%s\t%.5f\t%.5f%n", Gist.FEATURES.get(i), plain[i], withVectors[i]));
        }
        return text.toString();
    }
}
