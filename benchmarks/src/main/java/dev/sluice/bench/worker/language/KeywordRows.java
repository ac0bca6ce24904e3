package dev.sluice.bench.worker.language;

import dev.sluice.bench.Report;
import dev.sluice.bench.cache.Data;
import dev.sluice.worker.language.Keyphrases;
import dev.sluice.worker.language.StopWords;
import dev.sluice.worker.language.Terms;
import dev.sluice.worker.language.Yake;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * Keywords on Inspec, SemEval2017 (abstracts) and 500N-KPCrowd (news): F1 at 10, mean of the texts. A keyword counts when its
 * Porter stems are those of a given one. YAKE's README gives .316, .329 and .173 for YAKE and does not say how it matched;
 * its scale is not this one (docs/task-types.md tells why), so these figures are to be compared with the rows of YAKE beside
 * them, and not with the README's.
 */
public final class KeywordRows {

    private static final Pattern BETWEEN_WORDS = Pattern.compile("[^\\p{L}\\p{N}-]+");

    private static final int FOLDS = 5;

    /** The sets with the name of their rows, the goal and the weight in training: there is less news than abstracts. */
    enum Corpus {
        INSPEC("Inspec", "inspec", 0.36, 1),
        SEMEVAL("SemEval2017", "semeval2017", 0.42, 1),
        NEWS("500N-KPCrowd-v1.1", "kpcrowd", 0.175, 2.5);

        private final String file;
        private final String metric;
        private final double goal;
        private final double weight;

        Corpus(String file, String metric, double goal, double weight) {
            this.file = file;
            this.metric = metric;
            this.goal = goal;
            this.weight = weight;
        }
    }

    private KeywordRows() {}

    /** Adds three rows for each set: our method beside frequent words, YAKE beside them, and the time a text takes. */
    public static void add(Report report, Data data) {
        Map<Corpus, List<Labelled>> all = read(data);
        List<double[]> folds = new ArrayList<>();
        for (int fold = 0; fold < FOLDS; fold++) {
            folds.add(train(all, fold));
        }
        for (Corpus corpus : Corpus.values()) {
            List<Labelled> texts = all.getOrDefault(corpus, List.of());
            double ours = 0;
            for (int i = 0; i < texts.size(); i++) {
                Labelled text = texts.get(i);
                ours += text.f1(Keyphrases.best(text.candidates(), folds.get(i % FOLDS), 10).stream()
                        .map(Yake.Keyword::text)
                        .toList());
            }
            double naive = mean(texts, text -> frequent(text.text()));
            double yake = mean(
                    texts,
                    text -> Yake.keywords(text.text(), 10).stream()
                            .map(Yake.Keyword::text)
                            .toList());
            report.add(corpus.metric + "_f1_at_10", "stems, cv", ours / texts.size(), yake, corpus.goal);
            report.add(corpus.metric + "_f1_at_10_yake", "stems", yake, naive, null);
        }
        speed(report, all.getOrDefault(Corpus.NEWS, List.of()));
    }

    static Map<Corpus, List<Labelled>> read(Data data) {
        Map<Corpus, List<Labelled>> all = new LinkedHashMap<>();
        for (Corpus corpus : Corpus.values()) {
            all.put(corpus, Labelled.read(data, corpus.file));
        }
        return all;
    }

    /** Weights from all texts but those of a fold; -1 leaves out none. */
    static double[] train(Map<Corpus, List<Labelled>> all, int without) {
        var training = new PhraseTraining();
        all.forEach((corpus, texts) -> {
            for (int i = 0; i < texts.size(); i++) {
                if (without < 0 || i % FOLDS != without) {
                    training.add(texts.get(i), corpus.weight);
                }
            }
        });
        return training.weights();
    }

    private static double mean(List<Labelled> texts, Function<Labelled, List<String>> method) {
        return texts.stream()
                .mapToDouble(text -> text.f1(method.apply(text)))
                .average()
                .orElse(0);
    }

    /** The naive way: the most frequent words that are no stop words. */
    private static List<String> frequent(String text) {
        Map<String, Integer> counts = new LinkedHashMap<>();
        for (String word : BETWEEN_WORDS.split(text.toLowerCase(Locale.ROOT), -1)) {
            if (word.length() > 2 && !StopWords.contains(word)) {
                counts.merge(word, 1, Integer::sum);
            }
        }
        return counts.entrySet().stream()
                .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
                .limit(10)
                .map(Map.Entry::getKey)
                .toList();
    }

    private static void speed(Report report, List<Labelled> texts) {
        long words =
                texts.stream().mapToLong(text -> Terms.all(text.text()).size()).sum();
        double ours = perThousand(texts, text -> Keyphrases.keywords(text, 10).size(), words);
        double yake = perThousand(texts, text -> Yake.keywords(text, 10).size(), words);
        report.add("keywords_ms_per_1000_words", "ms", ours, yake, null);
    }

    private static double perThousand(List<Labelled> texts, Function<String, Integer> method, long words) {
        double best = Double.MAX_VALUE;
        for (int round = 0; round < 3; round++) {
            long start = System.nanoTime();
            for (Labelled text : texts) {
                if (method.apply(text.text()) < 0) {
                    throw new IllegalStateException("a method without an answer");
                }
            }
            best = Math.min(best, (System.nanoTime() - start) / 1e6 / words * 1_000);
        }
        return best;
    }
}
