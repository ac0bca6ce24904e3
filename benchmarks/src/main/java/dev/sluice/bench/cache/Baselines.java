package dev.sluice.bench.cache;

import dev.sluice.bench.Report;
import dev.sluice.bench.cache.Data.Asked;
import dev.sluice.bench.cache.Data.Pair;
import dev.sluice.bench.cache.Neighbours.Near;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What plain cosine reaches with the same encoder. Its thresholds are chosen with hindsight on the very data it is
 * measured on, which flatters it.
 */
final class Baselines {

    private Baselines() {}

    static void add(Report report, Data data, Vectors vectors) throws Exception {
        double threshold = streamOnce(report, data.streamOnce(), vectors);
        streamZipf(report, data.streamZipf(), vectors);
        adversarial(report, data.adversarial(), vectors, threshold);
        gptcache(report, data.gptcacheMock(), vectors);
    }

    /** Adds the row of pairs that somebody collected, whose 60,000 questions take minutes to embed. */
    static void addPairs(Report report, Data data, Vectors vectors) throws Exception {
        pairs(report, data.pairs(), vectors);
    }

    /** The threshold at which one request in a hundred is answered wrongly. */
    private static double streamOnce(Report report, List<Asked> stream, Vectors vectors) throws Exception {
        Curve curve = nearest(stream, vectors);
        for (int percent : new int[] {1, 2, 5}) {
            Curve.Cut cut = curve.within(percent / 100.0);
            String name = "baseline_stream_once_hits_at_" + percent + "pct";
            report.add(name, "%", cut.hits(), null, null);
            report.add(name + "_error", "%", cut.error(), null, null);
        }
        return curve.within(0.01).at();
    }

    private static Curve nearest(List<Asked> stream, Vectors vectors) throws Exception {
        vectors.need(stream.stream().map(Asked::text).toList());
        float[][] all = stream.stream().map(asked -> vectors.of(asked.text())).toArray(float[][]::new);
        List<List<Near>> neighbours = Neighbours.remembered(all);
        double[] scores = new double[stream.size()];
        boolean[] right = new boolean[stream.size()];
        for (int i = 0; i < scores.length; i++) {
            List<Near> near = neighbours.get(i);
            scores[i] = near.isEmpty() ? -1 : near.getFirst().cosine();
            right[i] = !near.isEmpty()
                    && stream.get(near.getFirst().at())
                            .answers()
                            .equals(stream.get(i).answers());
        }
        return new Curve(scores, right, stream.size());
    }

    private static void streamZipf(Report report, List<Asked> stream, Vectors vectors) throws Exception {
        Map<String, String> seen = new HashMap<>();
        int exact = 0;
        for (Asked asked : stream) {
            exact += asked.answers().equals(seen.putIfAbsent(asked.text(), asked.answers())) ? 1 : 0;
        }
        report.add("baseline_stream_zipf_canonical_hits", "%", 100.0 * exact / stream.size(), null, null);
        Curve.Cut cut = nearest(stream, vectors).within(0.01);
        report.add("baseline_stream_zipf_hits_at_1pct", "%", cut.hits(), null, null);
        report.add("baseline_stream_zipf_hits_at_1pct_error", "%", cut.error(), null, null);
    }

    private static void adversarial(Report report, List<Pair> pairs, Vectors vectors, double threshold)
            throws Exception {
        need(vectors, pairs);
        int[] all = new int[2];
        int[] accepted = new int[2];
        for (Pair pair : pairs) {
            int label = pair.shared() ? 1 : 0;
            all[label]++;
            accepted[label] += cosine(vectors, pair) >= threshold ? 1 : 0;
        }
        report.add("baseline_adversarial_false_accepts_pct", "%", 100.0 * accepted[0] / all[0], null, null);
        report.add("baseline_adversarial_true_accepts_pct", "%", 100.0 * accepted[1] / all[1], null, null);
    }

    /** All origins are stored, all paraphrases asked, at GPTCache's threshold of 0.9. */
    private static void gptcache(Report report, List<Pair> pairs, Vectors vectors) throws Exception {
        need(vectors, pairs);
        int right = 0;
        int wrong = 0;
        for (Pair pair : pairs) {
            Pair best = pair;
            double most = -1;
            for (Pair stored : pairs) {
                double cosine = Neighbours.dot(vectors.of(pair.other()), vectors.of(stored.one()));
                if (cosine > most) {
                    most = cosine;
                    best = stored;
                }
            }
            boolean same = best.one().equals(pair.one());
            right += most >= 0.9 && same ? 1 : 0;
            wrong += most >= 0.9 && !same ? 1 : 0;
        }
        report.add("baseline_gptcache_right_pct", "%", 100.0 * right / pairs.size(), null, null);
        report.add("baseline_gptcache_wrong_pct", "%", 100.0 * wrong / pairs.size(), null, null);
        report.add(
                "baseline_gptcache_miss_pct", "%", 100.0 * (pairs.size() - right - wrong) / pairs.size(), null, null);
    }

    private static void pairs(Report report, List<Pair> pairs, Vectors vectors) throws Exception {
        need(vectors, pairs);
        double[] scores = new double[pairs.size()];
        boolean[] right = new boolean[pairs.size()];
        for (int i = 0; i < scores.length; i++) {
            scores[i] = cosine(vectors, pairs.get(i));
            right[i] = pairs.get(i).shared();
        }
        report.add("baseline_pairs_auc", "", new Curve(scores, right, scores.length).auc(), null, null);
    }

    private static void need(Vectors vectors, List<Pair> pairs) throws Exception {
        List<String> texts = new ArrayList<>();
        pairs.forEach(pair -> Stream.of(pair.one(), pair.other()).forEach(texts::add));
        vectors.need(texts);
    }

    private static double cosine(Vectors vectors, Pair pair) {
        return Neighbours.dot(vectors.of(pair.one()), vectors.of(pair.other()));
    }
}
