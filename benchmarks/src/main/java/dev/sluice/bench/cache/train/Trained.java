package dev.sluice.bench.cache.train;

import dev.sluice.bench.cache.Curve;
import dev.sluice.bench.cache.Replay;
import dev.sluice.bench.cache.train.Boosting.Grown;
import dev.sluice.bench.cache.train.Boosting.Settings;
import dev.sluice.cache.score.Calibration;
import dev.sluice.cache.score.Feature;
import dev.sluice.cache.score.Model;
import dev.sluice.cache.score.Scorer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Trees for each part of the data, trained on the others, and the calibration that follows from them: what is measured
 * with them is measured on questions (and kinds of change) the trees had not seen.
 */
public final class Trained {

    private static final Settings STREAMS = new Settings(200, 10, 0.06, 20, 2, 0.7, 0.6, Material.SEED);
    private static final Settings CONTRASTS = new Settings(160, 10, 0.08, 10, 2, 0.7, 0.6, Material.SEED);
    /**
     * Added to the second opinion, so that it speaks up only when it is fairly sure: without it the careful one would
     * mostly decide and cost hits.
     */
    private static final double SLACK = 2.2;
    /** Above all scores: what the exact layer finds needs none. */
    private static final double EQUAL = 1_000;

    private static final double NONE = -1_000;

    private final Material material;
    private final List<Model> folds;
    private final Calibrated calibrated;
    private final Calibrated repeated;
    private final List<String> model = new ArrayList<>();

    private Trained(Material material) {
        this.material = material;
        folds = IntStream.range(0, Material.FOLDS)
                .parallel()
                .mapToObj(fold -> Model.parse(grown(material, fold, List.of())))
                .toList();
        calibrated = calibrated(material.once());
        repeated = calibrated(material.zipf());
    }

    private Calibrated calibrated(Replay replay) {
        List<Calibrated.Best> best = bests(replay).stream()
                .filter(one -> one.score() > NONE)
                .map(one -> new Calibrated.Best(one.score(), one.right()))
                .toList();
        return new Calibrated(best, replay.stream().size());
    }

    /** The part of requests that the exact layer leaves to be judged. */
    private static double judged(Replay replay) {
        Set<String> seen = new HashSet<>(replay.forms());
        return (double) seen.size() / replay.stream().size();
    }

    /** The best candidate of a request: its score, {@link #NONE} without one. */
    record Best(double score, boolean right) {

        /** Whether the exact layer finds it. */
        boolean isEqual() {
            return score == EQUAL;
        }
    }

    /** Trains for each part; takes a minute or more. */
    public static Trained on(Material material) {
        return new Trained(material);
    }

    /** What it was trained on. */
    public Material material() {
        return material;
    }

    private int fold(Replay replay, int question) {
        return material.folds().of(replay.forms().get(question));
    }

    private static Best best(Replay replay, int question, Model model) {
        List<float[]> features = replay.features().get(question);
        var best = new Best(NONE, false);
        for (int i = 0; i < features.size(); i++) {
            double score = replay.isEqual(question, i) ? EQUAL : model.sum(features.get(i));
            best = score > best.score() ? new Best(score, replay.isRight(question, i)) : best;
        }
        return best;
    }

    /** What each question of a stream is offered, scored by trees that had not seen its kind. */
    private List<Best> bests(Replay replay) {
        return IntStream.range(0, replay.stream().size())
                .mapToObj(i -> best(replay, i, folds.get(fold(replay, i))))
                .toList();
    }

    /** Hits and errors of a stream by score. */
    public Curve curve(Replay replay) {
        double[] scores = new double[replay.stream().size()];
        boolean[] right = new boolean[scores.length];
        List<Best> bests = bests(replay);
        for (int i = 0; i < scores.length; i++) {
            scores[i] = bests.get(i).score();
            right[i] = bests.get(i).right();
        }
        return new Curve(scores, right, scores.length);
    }

    /** What the service, which knows the route's look-ups and audits some hits, brings on a stream. */
    public Curve.Cut live(Replay replay, double maxError) {
        return Live.replay(bests(replay), calibration(), maxError);
    }

    private Calibration calibration() {
        List<String> lines = new ArrayList<>(List.of(Model.FORMAT, "features " + Model.features()));
        lines.addAll(calibrationLines());
        return Scorer.with(Model.parse(lines)).calibration();
    }

    private List<String> calibrationLines() {
        return List.of(
                "probabilities " + calibrated.probabilities(),
                "cuts " + calibrated.cuts(calibrated),
                "repeated-judged " + String.format(Locale.ROOT, "%.4f", judged(material.zipf())),
                "repeated-cuts " + calibrated.cuts(repeated));
    }

    /** The score of an example by trees that had not seen its fold. */
    double unseen(Example example) {
        return isSimilar(example) ? folds.get(example.fold()).sum(example.values()) : NONE;
    }

    /** The score of a pair by trees that had not seen the second question. */
    double unseen(float[] values, String form) {
        return folds.get(material.folds().of(form)).sum(values);
    }

    /** Whether a pair is similar enough to be scored at all. */
    boolean isSimilar(Example example) {
        return example.values()[Feature.COSINE.place()] >= Scorer.LEAST_SIMILARITY;
    }

    /** The score to serve at for an allowed error, from calibration, not from hindsight. */
    public double cut(double error) {
        return calibrated.cut(error);
    }

    /** Trees on all of the data, as a model file. */
    public List<String> model() {
        if (model.isEmpty()) {
            model.addAll(whole());
        }
        return List.copyOf(model);
    }

    private List<String> whole() {
        List<String> header = new ArrayList<>(List.of(
                "note Made by ./sluice bench cache-train; not to be edited.",
                "sources qqp/stream_once.tsv.gz qqp/stream_zipf.tsv.gz adversarial/pairs.tsv.gz templates.txt",
                "seed " + Material.SEED,
                "encoder " + material.encoder().title()));
        header.addAll(calibrationLines());
        return grown(material, -1, header);
    }

    static List<String> grown(Material material, int without, List<String> header) {
        Grown streams = Boosting.grow(STREAMS, material.streamsWithout(without), feature -> true);
        Grown contrasts =
                Boosting.grow(CONTRASTS, material.contrastsWithout(without), feature -> !feature.isOfNeighbourhood());
        List<String> lines = new ArrayList<>(List.of(Model.FORMAT));
        lines.addAll(header);
        lines.add("features " + Model.features());
        lines.add("stream-base " + streams.base());
        lines.add("contrast-base " + (contrasts.base() + SLACK));
        streams.lines().forEach(tree -> lines.add("stream " + tree));
        contrasts.lines().forEach(tree -> lines.add("contrast " + tree));
        return lines;
    }
}
