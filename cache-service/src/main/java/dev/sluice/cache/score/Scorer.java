package dev.sluice.cache.score;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Says how probable it is that two questions share an answer. A plain cosine cannot: it changes little where a number,
 * a name or "before" for "after" changes everything, and much where two people ask the same. Pure and safe to be used
 * by several threads; tens of microseconds a candidate.
 *
 * <p>Gradient-boosted trees (Friedman, 2001) over the {@link Feature}s of the pair and of its neighbourhood, trained on
 * the nearest neighbours of a replayed stream of questions, so that a probability means: of the questions for which
 * this was the best candidate, so many shared its answer.
 */
public final class Scorer {

    /** Candidates of less similarity share no answer. */
    public static final double LEAST_SIMILARITY = 0.7;

    private static final float WIDEST_GAP = 0.2f;
    private static final double CROWDED = 0.03;

    /**
     * An earlier question.
     *
     * @param text as it was asked
     * @param similarity cosine to the question in hand
     */
    public record Candidate(String text, double similarity) {}

    private final Commonness commonness;
    private final Words words;
    private final Overlap overlap;
    private final Contrasts contrasts;
    private final Model model;

    private Scorer(Model model) {
        this.model = model;
        this.commonness = Commonness.shipped();
        this.words = Words.shipped();
        this.overlap = new Overlap(words);
        this.contrasts = new Contrasts(words);
    }

    /**
     * With the model that ships with the service for an encoder; takes tens of milliseconds.
     *
     * @param encoder the title of the model whose cosines it is given: another one's mean something else
     * @throws IllegalStateException when none was trained for it
     */
    public static Scorer shipped(String encoder) {
        return new Scorer(Model.shipped(encoder));
    }

    /** With another model. */
    public static Scorer with(Model model) {
        return new Scorer(model);
    }

    /** What probability to ask for. */
    public Calibration calibration() {
        return model.calibration();
    }

    /**
     * All candidates that are similar enough, most probable first.
     *
     * @param candidates nearest first, as the index gives them
     */
    public List<Scored> rank(String question, List<Candidate> candidates) {
        List<Scored> ranked = new ArrayList<>();
        List<float[]> features = features(question, candidates);
        for (int i = 0; i < features.size(); i++) {
            ranked.add(model.score(i, features.get(i)));
        }
        ranked.sort(Comparator.comparingDouble(Scored::probability).reversed());
        return ranked;
    }

    /**
     * The most probable candidate, if any is similar enough.
     *
     * @param candidates nearest first, as the index gives them
     */
    public Optional<Scored> best(String question, List<Candidate> candidates) {
        return rank(question, candidates).stream().findFirst();
    }

    /** The values of the features of each candidate that is similar enough, in their order. */
    public List<float[]> features(String question, List<Candidate> candidates) {
        if (candidates.isEmpty() || candidates.getFirst().similarity() < LEAST_SIMILARITY) {
            return List.of();
        }
        Reading asked = Reading.of(question, words, commonness);
        List<Reading> earlier = new ArrayList<>();
        List<Values> all = new ArrayList<>();
        for (int i = 0; i < candidates.size() && candidates.get(i).similarity() >= LEAST_SIMILARITY; i++) {
            var values = new Values();
            place(candidates, i, values);
            earlier.add(Reading.of(candidates.get(i).text(), words, commonness));
            overlap.put(asked, earlier.getLast(), values);
            contrasts.put(asked, earlier.getLast(), values);
            all.add(values);
        }
        overlap.compare(asked, earlier, all);
        return all.stream().map(Values::all).toList();
    }

    private static void place(List<Candidate> candidates, int at, Values to) {
        double similarity = candidates.get(at).similarity();
        to.put(Feature.COSINE, (float) Math.min(1, similarity));
        double other =
                candidates.get(at == 0 ? Math.min(1, candidates.size() - 1) : 0).similarity();
        to.put(
                Feature.GAP,
                candidates.size() == 1 ? WIDEST_GAP : (float) Math.clamp(similarity - other, -WIDEST_GAP, WIDEST_GAP));
        to.put(Feature.LEAD, (float) (candidates.getFirst().similarity() - similarity));
        int crowd = 0;
        double sum = -similarity;
        for (int i = 0; i < candidates.size(); i++) {
            sum += candidates.get(i).similarity();
            crowd += i != at && Math.abs(candidates.get(i).similarity() - similarity) <= CROWDED ? 1 : 0;
        }
        to.put(Feature.CROWD, crowd);
        to.put(Feature.DENSITY, (float) (candidates.size() == 1 ? LEAST_SIMILARITY : sum / (candidates.size() - 1)));
    }
}
