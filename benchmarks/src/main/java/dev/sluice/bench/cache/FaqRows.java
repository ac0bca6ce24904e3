package dev.sluice.bench.cache;

import dev.sluice.bench.Report;
import dev.sluice.cache.faq.Matcher;
import dev.sluice.cache.faq.Phrasing;
import dev.sluice.cache.faq.Trust;
import dev.sluice.kit.canonical.Canonical;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How well imported phrasings tell which answer a question means: banking77 (77 intents, trained on its train rows, asked
 * its test rows), and CLINC150 with questions that belong to none of its 150 intents.
 */
final class FaqRows {

    private static final Canonical CANONICAL = Canonical.standard();

    private final Vectors vectors;
    private final Map<String, Integer> intents = new LinkedHashMap<>();
    private final List<Phrasing> phrasings = new ArrayList<>();

    private FaqRows(List<String[]> train, Vectors vectors) {
        this.vectors = vectors;
        for (String[] row : train) {
            intents.putIfAbsent(row[0], intents.size());
            phrasings.add(phrasing(intents.getOrDefault(row[0], 0), row[1]));
        }
    }

    /** What was guessed for a question, and whether it was right. */
    private record Guessed(double confidence, boolean right) {}

    static void add(Report report, Data data, Vectors vectors) throws Exception {
        banking(report, data, vectors);
        outOfScope(report, data, vectors);
    }

    private static void banking(Report report, Data data, Vectors vectors) throws Exception {
        List<String[]> train = data.rows("banking77/train.tsv.gz");
        List<String[]> test = data.rows("banking77/test.tsv.gz");
        need(vectors, List.of(train, test));
        var bench = new FaqRows(train, vectors);
        long start = System.nanoTime();
        Matcher matcher = Matcher.train(bench.phrasings, bench.intents.size());
        Trust trust = Trust.of(bench.phrasings, bench.intents.size());
        double millis = (System.nanoTime() - start) / 1e6;
        List<Guessed> guessed = bench.ask(matcher, test);
        List<Guessed> nearest = bench.nearest(test);
        report.add("banking77_accuracy", "of all", right(guessed), right(nearest), 0.935);
        report.add("baseline_banking77_accuracy", "of all", right(nearest), null, null);
        report.add("banking77_coverage_at_1pct", "of all", coverage(guessed, 0.01), coverage(nearest, 0.01), 0.76);
        report.add("banking77_coverage_at_2pct", "of all", coverage(guessed, 0.02), coverage(nearest, 0.02), 0.88);
        double cut = trust.cut(0.01);
        report.add(
                "banking77_served_at_own_cut_1pct",
                "of all",
                share(guessed, one -> one.confidence() >= cut),
                null,
                null);
        report.add(
                "banking77_served_wrong_at_own_cut_1pct",
                "of all",
                share(guessed, one -> one.confidence() >= cut && !one.right()),
                null,
                0.01);
        report.add("faq_learning_ms_per_1000", "ms", millis * 1_000 / bench.phrasings.size(), null, null);
    }

    private static void outOfScope(Report report, Data data, Vectors vectors) throws Exception {
        List<String[]> train = data.rows("clinc150/train.tsv.gz");
        List<String[]> test = data.rows("clinc150/test.tsv.gz");
        List<String[]> none = data.rows("clinc150/oos_test.tsv.gz");
        need(vectors, List.of(train, test, none));
        var bench = new FaqRows(train, vectors);
        Matcher matcher = Matcher.train(bench.phrasings, bench.intents.size());
        double cut = Trust.of(bench.phrasings, bench.intents.size()).cut(0.01);
        List<Guessed> inside = bench.ask(matcher, test);
        List<Guessed> outside = bench.ask(matcher, none);
        report.add("clinc150_oos_refused", "of all", share(outside, one -> one.confidence() < cut), null, null);
        report.add("clinc150_served", "of all", share(inside, one -> one.confidence() >= cut), null, null);
        report.add(
                "clinc150_served_wrong",
                "of all",
                share(inside, one -> one.confidence() >= cut && !one.right()),
                null,
                0.01);
    }

    private static void need(Vectors vectors, List<List<String[]>> sets) throws Exception {
        List<String> texts = new ArrayList<>();
        sets.forEach(set -> set.forEach(row -> texts.add(row[1])));
        vectors.need(texts);
    }

    private Phrasing phrasing(int intent, String text) {
        return new Phrasing(intent, text, CANONICAL.of(text), vectors.of(text));
    }

    private List<Guessed> ask(Matcher matcher, List<String[]> rows) {
        return rows.stream()
                .map(row -> {
                    Matcher.Guess guess = matcher.guess(CANONICAL.of(row[1]), vectors.of(row[1]));
                    return new Guessed(guess.confidence(), guess.answer() == intents.getOrDefault(row[0], -1));
                })
                .toList();
    }

    /** Plain cosine: the intent of the nearest phrasing, as sure as it is near. */
    private List<Guessed> nearest(List<String[]> rows) {
        return rows.stream()
                .map(row -> {
                    float[] vector = vectors.of(row[1]);
                    double most = -1;
                    int intent = -1;
                    for (Phrasing phrasing : phrasings) {
                        double cosine = dot(vector, phrasing.vector());
                        if (cosine > most) {
                            most = cosine;
                            intent = phrasing.answer();
                        }
                    }
                    return new Guessed(most, intent == intents.getOrDefault(row[0], -1));
                })
                .toList();
    }

    private static double dot(float[] a, float[] b) {
        float sum = 0;
        for (int d = 0; d < a.length; d++) {
            sum += a[d] * b[d];
        }
        return sum;
    }

    private static double right(List<Guessed> guessed) {
        return share(guessed, Guessed::right);
    }

    private static double share(List<Guessed> guessed, java.util.function.Predicate<Guessed> which) {
        return (double) guessed.stream().filter(which).count() / guessed.size();
    }

    /** The largest part that can be answered while wrong answers stay within a part of all questions; cut with hindsight. */
    private static double coverage(List<Guessed> guessed, double maxError) {
        List<Guessed> surest = guessed.stream()
                .sorted(Comparator.comparingDouble(Guessed::confidence).reversed())
                .toList();
        int wrong = 0;
        int answered = 0;
        for (int i = 0; i < surest.size(); i++) {
            wrong += surest.get(i).right() ? 0 : 1;
            if (wrong <= maxError * surest.size()) {
                answered = i + 1;
            }
        }
        return (double) answered / surest.size();
    }
}
