package dev.sluice.bench.cache.train;

import dev.sluice.bench.Report;
import dev.sluice.bench.cache.Curve;
import dev.sluice.bench.cache.Data;
import dev.sluice.bench.cache.Data.Pair;
import dev.sluice.bench.cache.Neighbours;
import dev.sluice.bench.cache.Replay;
import dev.sluice.bench.cache.Vectors;
import dev.sluice.cache.embed.Encoder;
import dev.sluice.cache.score.Model;
import dev.sluice.cache.score.Scored;
import dev.sluice.cache.score.Scorer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How good the scorer is on questions and kinds of change its trees had not seen. Cuts come from the calibration, not
 * from hindsight; what a cut with hindsight would bring stands beside, since the difference is the price of not knowing.
 */
public final class Quality {

    private static final double ONE_PERCENT = 0.01;
    private static final int STORED_NEAR = 8;

    private final Report report;
    private final Trained trained;
    private final Data data;
    private final Vectors vectors;
    private final Model whole;

    private Quality(Report report, Trained trained, Data data, Vectors vectors) {
        this.report = report;
        this.trained = trained;
        this.data = data;
        this.vectors = vectors;
        this.whole = Model.parse(trained.model());
    }

    /** Adds the rows. */
    public static void add(Report report, Trained trained, Data data, Vectors vectors) throws Exception {
        var quality = new Quality(report, trained, data, vectors);
        quality.streamOnce();
        quality.streamZipf();
        quality.adversarial();
        quality.gptcache();
    }

    /** Adds the row of pairs that somebody collected, whose 60,000 questions take minutes to embed. */
    public static void addPairs(Report report, Trained trained, Data data, Vectors vectors) throws Exception {
        new Quality(report, trained, data, vectors).pairs();
    }

    /** The standard encoder's rows have no prefix, the others' have. */
    private void row(String metric, String unit, double value, @Nullable Double baseline, @Nullable Double goal) {
        String prefix = vectors.model() == Encoder.Model.BGE_SMALL
                ? ""
                : vectors.model().name().toLowerCase(Locale.ROOT) + '_';
        report.add(prefix + metric, unit, value, baseline, goal);
    }

    private void streamOnce() {
        Curve curve = trained.curve(trained.material().once());
        double[] goals = {16.5, 21.8, 30.5};
        int[] percents = {1, 2, 5};
        for (int i = 0; i < percents.length; i++) {
            Curve.Cut cut = curve.cut(trained.cut(percents[i] / 100.0));
            String name = "stream_once_hits_at_" + percents[i] + "pct";
            row(name, "%", cut.hits(), curve.within(percents[i] / 100.0).hits(), goals[i]);
            row(name + "_error", "%", cut.error(), null, (double) percents[i]);
        }
    }

    private void streamZipf() {
        Replay zipf = trained.material().zipf();
        Map<String, String> seen = new HashMap<>();
        int equal = 0;
        int wrong = 0;
        for (int i = 0; i < zipf.stream().size(); i++) {
            String answers = zipf.stream().get(i).answers();
            String before = seen.putIfAbsent(zipf.forms().get(i), answers);
            equal += before != null ? 1 : 0;
            wrong += before != null && !before.equals(answers) ? 1 : 0;
        }
        double requests = zipf.stream().size();
        row("stream_zipf_canonical_hits", "%", 100 * equal / requests, null, 55.0);
        row("stream_zipf_canonical_hits_error", "%", 100 * wrong / requests, null, 0.01);
        Curve curve = trained.curve(zipf);
        Curve.Cut live = trained.live(zipf, ONE_PERCENT);
        row(
                "stream_zipf_hits_at_1pct",
                "%",
                live.hits(),
                curve.within(ONE_PERCENT).hits(),
                66.5);
        row("stream_zipf_hits_at_1pct_error", "%", live.error(), null, 1.0);
        Curve.Cut alone = curve.cut(trained.cut(ONE_PERCENT));
        row("stream_zipf_hits_at_1pct_by_calibration_alone", "%", alone.hits(), null, null);
        row("stream_zipf_hits_at_1pct_by_calibration_alone_error", "%", alone.error(), null, 1.0);
    }

    /** Every kind of change is judged by trees that had not seen it, nor the other kinds of its fold; then by all. */
    private void adversarial() {
        double cut = trained.cut(ONE_PERCENT);
        List<Example> examples = trained.material().adversarial();
        boolean[] unseen = new boolean[examples.size()];
        boolean[] seen = new boolean[examples.size()];
        for (int i = 0; i < unseen.length; i++) {
            unseen[i] = trained.unseen(examples.get(i)) >= cut;
            seen[i] = trained.isSimilar(examples.get(i))
                    && whole.sum(examples.get(i).values()) >= cut;
        }
        for (boolean shared : new boolean[] {false, true}) {
            row(
                    "adversarial_" + shared + "_accepts_pct",
                    "%",
                    accepted(unseen, shared),
                    accepted(seen, shared),
                    shared ? 70.0 : 20.0);
        }
        byKind(unseen, seen);
    }

    private double accepted(boolean[] accepted, boolean shared) {
        List<Example> examples = trained.material().adversarial();
        int all = 0;
        int yes = 0;
        for (int i = 0; i < accepted.length; i++) {
            all += examples.get(i).shared() == shared ? 1 : 0;
            yes += examples.get(i).shared() == shared && accepted[i] ? 1 : 0;
        }
        return 100.0 * yes / all;
    }

    private void byKind(boolean[] unseen, boolean[] seen) {
        Map<String, int[]> kinds = new TreeMap<>();
        for (int i = 0; i < unseen.length; i++) {
            String kind = (trained.material().adversarial().get(i).shared() ? "same:  " : "other: ")
                    + trained.material().kinds().get(i);
            int[] count = kinds.computeIfAbsent(kind, k -> new int[3]);
            count[0]++;
            count[1] += unseen[i] ? 1 : 0;
            count[2] += seen[i] ? 1 : 0;
        }
        System.out.println("Shared in % by kind of change: unseen, seen in training");
        kinds.forEach((kind, count) -> System.out.printf(
                "%6.1f %6.1f  of %4d  %s%n", 100.0 * count[1] / count[0], 100.0 * count[2] / count[0], count[0], kind));
    }

    /** Pairs somebody collected: another task than a stream's, on which the scorer was not trained. */
    private void pairs() throws Exception {
        List<Pair> pairs = data.pairs();
        Material.need(vectors, pairs);
        double[] scores = new double[pairs.size()];
        boolean[] right = new boolean[pairs.size()];
        Scorer features = Material.untrained();
        for (int i = 0; i < scores.length; i++) {
            Pair pair = pairs.get(i);
            Optional<float[]> values = Material.values(pair, vectors, features);
            double cosine = Neighbours.dot(vectors.of(pair.one()), vectors.of(pair.other()));
            scores[i] = values.map(found -> trained.unseen(found, vectors.form(pair.other())))
                    .orElse(cosine - 100);
            right[i] = pair.shared();
        }
        row("pairs_auc", "", new Curve(scores, right, scores.length).auc(), null, 0.915);
    }

    /** All origins are stored, all paraphrases asked, at the cut for one percent. */
    private void gptcache() throws Exception {
        List<Pair> pairs = data.gptcacheMock();
        Material.need(vectors, pairs);
        Scorer scorer = Scorer.with(whole);
        int right = 0;
        int wrong = 0;
        for (Pair asked : pairs) {
            List<Pair> near = near(asked, pairs);
            Optional<Scored> best = scorer.best(
                    asked.other(),
                    near.stream()
                            .map(stored -> new Scorer.Candidate(stored.one(), cosine(asked, stored)))
                            .toList());
            if (best.isPresent()
                    && best.get().probability() >= scorer.calibration().cut(ONE_PERCENT)) {
                boolean same = near.get(best.get().candidate()).one().equals(asked.one());
                right += same ? 1 : 0;
                wrong += same ? 0 : 1;
            }
        }
        double all = pairs.size();
        row("gptcache_right_pct", "%", 100 * right / all, null, 88.0);
        row("gptcache_wrong_pct", "%", 100 * wrong / all, null, 1.0);
        row("gptcache_miss_pct", "%", 100 * (all - right - wrong) / all, null, null);
    }

    private List<Pair> near(Pair asked, List<Pair> stored) {
        List<Pair> near = new ArrayList<>(stored);
        near.sort(Comparator.comparingDouble((Pair one) -> -cosine(asked, one)));
        return near.subList(0, STORED_NEAR);
    }

    private double cosine(Pair asked, Pair stored) {
        return Neighbours.dot(vectors.of(asked.other()), vectors.of(stored.one()));
    }
}
