package dev.sluice.bench.cache.train;

import dev.sluice.bench.cache.Data;
import dev.sluice.bench.cache.Data.Pair;
import dev.sluice.bench.cache.Neighbours;
import dev.sluice.bench.cache.Replay;
import dev.sluice.bench.cache.Vectors;
import dev.sluice.cache.embed.Encoder;
import dev.sluice.cache.score.Feature;
import dev.sluice.cache.score.Model;
import dev.sluice.cache.score.Scorer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What the scorer learns from: the neighbours of replayed streams, pairs that look alike, pairs made from templates.
 * Never pairs that somebody collected: those carry hints of how they were collected, and a scorer trained on them hits
 * a third as often on a stream.
 *
 * @param encoder whose vectors the questions have
 * @param once the stream of questions that occur once
 * @param zipf the stream of questions that come again
 * @param folds which question belongs to which part
 * @param streams examples from both streams
 * @param adversarial examples of the pairs that look alike, each kind of change in one fold
 * @param kinds the kind of change of each of them
 * @param templates examples of the pairs that were made up
 */
public record Material(
        Encoder.Model encoder,
        Replay once,
        Replay zipf,
        Folds folds,
        List<Example> streams,
        List<Example> adversarial,
        List<String> kinds,
        List<Example> templates) {

    /** Parts of the data; a model is judged on the one it was not trained on. */
    static final int FOLDS = 5;

    static final long SEED = 7;
    private static final int CANDIDATES = 5;
    private static final float LEAST_COSINE = 0.78f;
    private static final double WEIGHT_OF_PAIRS = 0.3;
    private static final double WEIGHT_OF_BACKGROUND = 0.05;
    private static final int TIMES = 40;
    private static final int TIMES_IN_STREAM = 12;
    private static final double WEIGHT_OF_TEMPLATES = 0.2;

    /** Gathers it; takes minutes when the vectors are not there yet. */
    public static Material gather(Data data, Vectors vectors) throws Exception {
        Scorer features = untrained();
        var folds = new Folds(FOLDS);
        folds.join("once ", data.streamOnce(), vectors);
        folds.join("zipf ", data.streamZipf(), vectors);
        Replay once = Replay.of(data.streamOnce(), vectors, features);
        Replay zipf = Replay.of(data.streamZipf(), vectors, features);
        Replay back = Replay.of(data.streamOnce().reversed(), vectors, features);
        List<Example> streams = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        add(once, folds, seen, streams);
        add(back, folds, seen, streams);
        add(zipf, folds, seen, streams);
        List<Example> made = new ArrayList<>();
        add(Replay.of(Templates.stream(TIMES_IN_STREAM, SEED), vectors, features), folds, seen, made);
        made.forEach(example -> streams.add(example.weighing(WEIGHT_OF_TEMPLATES)));
        List<String> kinds = new ArrayList<>();
        return new Material(
                vectors.model(),
                once,
                zipf,
                folds,
                streams,
                pairs(data.adversarial(), vectors, features, kinds),
                kinds,
                pairs(Templates.filled(TIMES, SEED), vectors, features, new ArrayList<>()));
    }

    /** A scorer that only computes features. */
    static Scorer untrained() {
        return Scorer.with(Model.parse(List.of(Model.FORMAT, "features " + Model.features())));
    }

    /** What happens in streams, without a fold; -1 is no fold. */
    List<Example> streamsWithout(int fold) {
        return streams.stream().filter(example -> example.fold() != fold).toList();
    }

    /** Small changes, without a fold, before a background of what happens in streams. */
    List<Example> contrastsWithout(int fold) {
        return Stream.of(
                        streams.stream().map(example -> example.weighing(WEIGHT_OF_BACKGROUND)),
                        adversarial.stream(),
                        templates.stream())
                .flatMap(part -> part)
                .filter(example -> example.fold() != fold)
                .toList();
    }

    private static void add(Replay replay, Folds folds, Set<String> seen, List<Example> to) {
        for (int i = 0; i < replay.stream().size(); i++) {
            String form = replay.forms().get(i);
            List<float[]> features = replay.features().get(i);
            for (int j = 0; j < Math.min(CANDIDATES, features.size()); j++) {
                float[] values = features.get(j);
                boolean worth = values[Feature.COSINE.place()] >= LEAST_COSINE;
                if (worth && !replay.isEqual(i, j) && seen.add(form + '\t' + replay.form(i, j))) {
                    to.add(new Example(values, replay.isRight(i, j), 1, folds.of(form)));
                }
            }
        }
    }

    /** The second of a pair is asked when the first is the only one there; pairs of no similarity are left out. */
    private static List<Example> pairs(List<Pair> pairs, Vectors vectors, Scorer features, List<String> kinds)
            throws Exception {
        need(vectors, pairs);
        List<Example> examples = new ArrayList<>();
        for (Pair pair : pairs) {
            float[] values = values(pair, vectors, features)
                    .orElseGet(() -> new float[Feature.all().size()]);
            examples.add(new Example(values, pair.shared(), WEIGHT_OF_PAIRS, fold(pair.kind())));
            kinds.add(pair.kind());
        }
        return examples;
    }

    /** Embeds the questions of pairs that are new. */
    static void need(Vectors vectors, List<Pair> pairs) throws Exception {
        List<String> texts = new ArrayList<>();
        pairs.forEach(pair -> texts.addAll(List.of(pair.one(), pair.other())));
        vectors.need(texts);
    }

    /** The part of the data a kind of change belongs to. */
    static int fold(String kind) {
        return Math.floorMod(kind.hashCode() >>> 3, FOLDS);
    }

    /** The features of a pair; nothing when it is not similar enough. */
    static Optional<float[]> values(Pair pair, Vectors vectors, Scorer scorer) {
        double cosine = Math.min(1, Neighbours.dot(vectors.of(pair.one()), vectors.of(pair.other())));
        return scorer.features(pair.other(), List.of(new Scorer.Candidate(pair.one(), cosine))).stream()
                .findFirst();
    }
}
