package dev.sluice.bench.optimizer;

import dev.sluice.bench.Report;
import dev.sluice.bench.cache.Data;
import dev.sluice.bench.cache.Vectors;
import dev.sluice.bench.optimizer.train.Foreign;
import dev.sluice.bench.optimizer.train.Judged;
import dev.sluice.bench.optimizer.train.Training;
import dev.sluice.bench.optimizer.train.Training.Said;
import dev.sluice.optimizer.choice.RouteModel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * The choice between two models, out of fold: strong calls for 95 % of the strong model's right answers, the area of the
 * performance gap recovered (RouteLLM's APGR), calibration. Beside stands what a plain vote of the nearest 50 vectors does
 * with the same folds.
 */
final class RouteRows {

    private static final double QUALITY = 0.95;
    private static final int BINS = 10;
    private static final int VOTERS = 50;
    private static final int FOLDS = 5;
    private static final int WARM_UPS = 3_000;
    private static final int TIMED = 3_000;

    private RouteRows() {}

    static void add(Report report, Data data) throws Exception {
        Vectors vectors = Vectors.ofPlainTexts();
        List<Judged> questions = Judged.all(data, vectors);
        List<Foreign> foreign = Foreign.all(data, vectors);
        Training.Trained trained = Training.of(questions, foreign);
        List<Said> said = trained.outOfFold();
        RouteModel model = trained.model();
        double[] votes = votes(questions);
        for (String set : List.of("mmlu", "gsm8k")) {
            List<Said> own = said.stream()
                    .filter(one -> one.question().set().equals(set))
                    .toList();
            List<Said> plain = new ArrayList<>();
            for (int i = 0; i < votes.length; i++) {
                if (questions.get(i).set().equals(set)) {
                    plain.add(new Said(questions.get(i), new RouteModel.Estimate(0, 0, votes[i], false), 0, 1));
                }
            }
            boolean mmlu = set.equals("mmlu");
            report.add(
                    set + "_strong_calls_at_95", "part", calls(own, QUALITY), calls(plain, QUALITY), mmlu ? 0.4 : 0.62);
            report.add(set + "_apgr", "part", area(own), area(plain), mmlu ? 0.69 : 0.63);
            report.add("ece_" + set, "part", error(own, one -> one.estimate().cheap(), true), null, mmlu ? 0.03 : null);
            report.add(
                    "ece_strong_" + set,
                    "part",
                    error(own, one -> one.estimate().strong(), false),
                    null,
                    null);
            report.add(
                    "novel_within_" + set + "_pct",
                    "%",
                    100.0 * own.stream().filter(one -> one.estimate().novel()).count() / own.size(),
                    null,
                    3.0);
        }
        unknown(report, model, vectors, data);
        speed(report, model, questions);
    }

    /** Kinds of questions that nothing of the model was trained on: role prompts, tasks for a chat, searches, news. */
    private static void unknown(Report report, RouteModel model, Vectors vectors, Data data) throws Exception {
        novel(
                report,
                "unknown_domain_to_strong_pct",
                model,
                vectors,
                texts(data, "prompts/awesome_prompts", "/prompt"));
        novel(report, "unknown_chat_to_strong_pct", model, vectors, texts(data, "prompts/chat_questions", "/turns/0"));
        novel(report, "unknown_search_to_strong_pct", model, vectors, texts(data, "compression/nq_questions", "/q"));
        novel(
                report,
                "unknown_reading_to_strong_pct",
                model,
                vectors,
                texts(data, "compression/squad_questions", "/q"));
        novel(report, "unknown_news_to_strong_pct", model, vectors, texts(data, "keywords/500N-KPCrowd-v1.1", "/text"));
    }

    private static List<String> texts(Data data, String set, String field) {
        return Contexts.read(data, set + ".jsonl.gz").stream()
                .map(row -> row.at(field).asText())
                .toList();
    }

    private static void novel(Report report, String row, RouteModel model, Vectors vectors, List<String> texts)
            throws Exception {
        vectors.need(texts);
        long novel = texts.stream()
                .filter(text -> model.estimate(vectors.of(text), text).novel())
                .count();
        report.add(row, "%", 100.0 * novel / texts.size(), null, 95.0);
    }

    private static void speed(Report report, RouteModel model, List<Judged> questions) {
        long[] times = new long[TIMED];
        double sum = 0;
        for (int i = -WARM_UPS; i < TIMED; i++) {
            Judged one = questions.get(Math.floorMod(i * 31, questions.size()));
            long start = System.nanoTime();
            sum += model.estimate(one.vector(), one.text()).gain();
            if (i >= 0) {
                times[i] = System.nanoTime() - start;
            }
        }
        Arrays.sort(times);
        report.add("route_p50_us", "us", Double.isNaN(sum) ? 0 : times[TIMED / 2] / 1e3, null, 50.0);
        report.add("route_p99_us", "us", times[TIMED * 99 / 100] / 1e3, null, null);
    }

    /** What the nearest vectors vote, all dimensions, nothing else. */
    private static double[] votes(List<Judged> questions) {
        double[] votes = new double[questions.size()];
        for (int own = 0; own < votes.length; own++) {
            float[] vector = questions.get(own).vector();
            int[] nearest = new int[VOTERS];
            double[] cosines = new double[VOTERS];
            Arrays.fill(cosines, -2);
            for (int other = 0; other < votes.length; other++) {
                if (other % FOLDS == own % FOLDS) {
                    continue;
                }
                double cosine = dot(vector, questions.get(other).vector());
                if (cosine > cosines[VOTERS - 1]) {
                    int at = VOTERS - 1;
                    while (at > 0 && cosines[at - 1] < cosine) {
                        cosines[at] = cosines[at - 1];
                        nearest[at] = nearest[at - 1];
                        at--;
                    }
                    cosines[at] = cosine;
                    nearest[at] = other;
                }
            }
            votes[own] = Arrays.stream(nearest)
                    .map(other -> questions.get(other).gain())
                    .average()
                    .orElse(0);
        }
        return votes;
    }

    private static double dot(float[] one, float[] other) {
        float[] sums = new float[8];
        for (int i = 0; i < one.length; i += 8) {
            for (int j = 0; j < 8; j++) {
                sums[j] += one[i + j] * other[i + j];
            }
        }
        double sum = 0;
        for (float part : sums) {
            sum += part;
        }
        return sum;
    }

    private static List<Said> ranked(List<Said> said) {
        return said.stream()
                .sorted(Comparator.comparingDouble((Said one) -> one.estimate().gain())
                        .reversed())
                .toList();
    }

    /** The part of strong calls with which so much of the strong model's quality is reached. */
    private static double calls(List<Said> said, double quality) {
        long strong = said.stream().filter(one -> one.question().strong()).count();
        long right = said.stream().filter(one -> one.question().cheap()).count();
        int calls = 0;
        for (Said one : ranked(said)) {
            if (right >= quality * strong) {
                break;
            }
            right += one.question().gain();
            calls++;
        }
        return (double) calls / said.size();
    }

    private static double area(List<Said> said) {
        long strong = said.stream().filter(one -> one.question().strong()).count();
        long cheap = said.stream().filter(one -> one.question().cheap()).count();
        double recovered = 0;
        double area = 0;
        for (Said one : ranked(said)) {
            double next = recovered + (double) one.question().gain() / (strong - cheap);
            area += (recovered + next) / 2 / said.size();
            recovered = next;
        }
        return area;
    }

    /** Expected calibration error over ten bins of equal width. */
    private static double error(List<Said> said, ToDoubleFunction<Said> probability, boolean cheap) {
        double[] sums = new double[BINS];
        double[] right = new double[BINS];
        for (Said one : said) {
            double expected = probability.applyAsDouble(one);
            int bin = (int) Math.min(BINS - 1, expected * BINS);
            sums[bin] += expected;
            right[bin] += (cheap ? one.question().cheap() : one.question().strong()) ? 1 : 0;
        }
        double error = 0;
        for (int bin = 0; bin < BINS; bin++) {
            error += Math.abs(sums[bin] - right[bin]) / said.size();
        }
        return error;
    }
}
