package dev.sluice.bench.optimizer.train;

import dev.sluice.optimizer.choice.Known;
import dev.sluice.optimizer.choice.Novelty;
import dev.sluice.optimizer.choice.RouteModel;
import dev.sluice.optimizer.choice.Space;
import dev.sluice.optimizer.choice.Steps;
import dev.sluice.optimizer.choice.Vocabulary;
import dev.sluice.optimizer.choice.Words;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/** Makes a {@link RouteModel} of judged questions. */
public final class Training {

    private static final String ENCODER = "bge-small-en-v1.5";
    private static final int AXES = 64;
    private static final int FOLDS = 5;
    /** How much a trait counts in distances, one standard deviation of it against a vector's length of 1. */
    private static final float TRAIT = 0.25f;

    private static final double PENALTY = 30;
    /** The head sees the axes six times as wide, so that it is punished less than their small numbers ask for. */
    private static final double AXIS_WIDTH = 6;
    /** The part of each set's known questions that each of the two tests of novelty lets pass. */
    private static final double KNOWN_WITHIN = 0.985;

    private static final double[] QUALITIES = {0.9, 0.92, 0.94, 0.95, 0.96, 0.97, 0.98, 0.99, 1.0};
    private static final Steps STRAIGHT = new Steps(new float[] {0, 1}, new float[] {0, 1});

    private Training() {}

    /**
     * What a model said of a question it had not seen.
     *
     * @param question the question
     * @param estimate calibrated by the other folds
     * @param nearest the distance of the nearest question that the model had seen
     * @param familiarity how likely it seemed to be of a known kind
     */
    public record Said(Judged question, RouteModel.Estimate estimate, double nearest, double familiarity) {

        /** The same with another estimate. */
        Said with(RouteModel.Estimate other) {
            return new Said(question, other, nearest, familiarity);
        }
    }

    /**
     * What came of it.
     *
     * @param model a model of all questions, calibrated by what models of four fifths said of the rest
     * @param outOfFold what these models said, calibrated without the questions at hand
     */
    public record Trained(RouteModel model, List<Said> outOfFold) {}

    /**
     * Trains on judged questions.
     *
     * @param foreign questions of other kinds
     */
    public static Trained of(List<Judged> questions, List<Foreign> foreign) {
        List<Said> unseen = unseen(questions, foreign);
        return new Trained(calibrated(raw(questions, foreign), unseen), outOfFold(unseen));
    }

    private static List<Said> outOfFold(List<Said> raw) {
        List<Said> said = new ArrayList<>();
        for (int fold = 0; fold < FOLDS; fold++) {
            List<Said> others = new ArrayList<>();
            for (int i = 0; i < raw.size(); i++) {
                if (i % FOLDS != fold) {
                    others.add(raw.get(i));
                }
            }
            Steps cheap = curve(others, true);
            Steps strong = curve(others, false);
            Novelty novelty = novelty(new float[0], others);
            for (int i = fold; i < raw.size(); i += FOLDS) {
                Said one = raw.get(i);
                RouteModel.Estimate own = one.estimate();
                boolean novel = one.nearest() > novelty.distance() || one.familiarity() < novelty.familiar();
                said.add(one.with(
                        new RouteModel.Estimate(cheap.at(own.cheap()), strong.at(own.strong()), own.gain(), novel)));
            }
        }
        return said;
    }

    private static List<Said> unseen(List<Judged> questions, List<Foreign> foreign) {
        Said[] said = new Said[questions.size()];
        for (int fold = 0; fold < FOLDS; fold++) {
            int own = fold;
            List<Judged> others = new ArrayList<>();
            for (int i = 0; i < said.length; i++) {
                if (i % FOLDS != own) {
                    others.add(questions.get(i));
                }
            }
            RouteModel model = raw(others, foreign);
            for (int i = fold; i < said.length; i += FOLDS) {
                Judged one = questions.get(i);
                float[] place = model.space().place(one.vector(), one.text());
                said[i] = new Said(
                        one,
                        model.estimate(one.vector(), one.text()),
                        model.known().near(place).distance(),
                        model.novelty().familiarity(place));
            }
        }
        return List.of(said);
    }

    private static RouteModel raw(List<Judged> questions, List<Foreign> foreign) {
        Space space = space(questions);
        List<float[]> places =
                questions.stream().map(q -> space.place(q.vector(), q.text())).toList();
        float[] rarity = Rarity.of(questions);
        var ridge = new KernelRidge(
                places, questions.stream().map(q -> Words.of(q.text(), rarity)).toList());
        boolean[] cheap = new boolean[places.size()];
        boolean[] strong = new boolean[places.size()];
        float[][] columns = new float[space.dimensions()][places.size()];
        for (int row = 0; row < places.size(); row++) {
            cheap[row] = questions.get(row).cheap();
            strong[row] = questions.get(row).strong();
            for (int column = 0; column < columns.length; column++) {
                columns[column][row] = places.get(row)[column];
            }
        }
        KernelRidge.Weights ofCheap = ridge.of(cheap);
        KernelRidge.Weights ofStrong = ridge.of(strong);
        return new RouteModel(
                ENCODER,
                space,
                new Known(columns, ofCheap.known(), ofStrong.known()),
                new Vocabulary(rarity, ofCheap.buckets(), ofStrong.buckets()),
                ofCheap.mean(),
                ofStrong.mean(),
                STRAIGHT,
                STRAIGHT,
                new Novelty(Float.MAX_VALUE, familiar(space, places, foreign), 0),
                STRAIGHT);
    }

    /** Tells places of known questions from those of other kinds. */
    private static float[] familiar(Space space, List<float[]> places, List<Foreign> foreign) {
        double[] penalty = new double[space.dimensions()];
        Arrays.fill(penalty, 0, AXES, PENALTY / (AXIS_WIDTH * AXIS_WIDTH));
        Arrays.fill(penalty, AXES, penalty.length, PENALTY * TRAIT * TRAIT);
        List<float[]> all = new ArrayList<>(places);
        foreign.forEach(one -> all.add(space.place(one.vector(), one.text())));
        boolean[] isKnown = new boolean[all.size()];
        Arrays.fill(isKnown, 0, places.size(), true);
        return Logistic.of(all, isKnown, penalty);
    }

    private static Space space(List<Judged> questions) {
        List<float[]> vectors = questions.stream().map(Judged::vector).toList();
        float[] mean = Axes.mean(vectors);
        List<double[]> traits =
                questions.stream().map(q -> Space.traits(q.text())).toList();
        int count = traits.getFirst().length;
        float[] traitMean = new float[count];
        float[] traitScale = new float[count];
        for (int trait = 0; trait < count; trait++) {
            int one = trait;
            double average = traits.stream().mapToDouble(t -> t[one]).average().orElse(0);
            double spread = traits.stream()
                    .mapToDouble(t -> (t[one] - average) * (t[one] - average))
                    .average()
                    .orElse(1);
            traitMean[trait] = (float) average;
            traitScale[trait] = (float) (TRAIT / Math.max(1e-9, Math.sqrt(spread)));
        }
        return new Space(mean, Axes.of(vectors, mean, AXES), traitMean, traitScale);
    }

    private static RouteModel calibrated(RouteModel raw, List<Said> said) {
        return new RouteModel(
                raw.encoder(),
                raw.space(),
                raw.known(),
                raw.vocabulary(),
                raw.cheapMean(),
                raw.strongMean(),
                curve(said, true),
                curve(said, false),
                novelty(raw.novelty().head(), said),
                cuts(said));
    }

    /** Both limits let the wanted part of each set pass. */
    private static Novelty novelty(float[] head, List<Said> said) {
        float distance = 0;
        float familiar = 1;
        for (List<Said> set : said.stream()
                .collect(Collectors.groupingBy(one -> one.question().set()))
                .values()) {
            double[] nearest = set.stream().mapToDouble(Said::nearest).sorted().toArray();
            double[] likely =
                    set.stream().mapToDouble(Said::familiarity).sorted().toArray();
            int within = (int) (KNOWN_WITHIN * (set.size() - 1));
            distance = Math.max(distance, (float) nearest[within]);
            familiar = Math.min(familiar, (float) likely[set.size() - 1 - within]);
        }
        return new Novelty(distance, head, familiar);
    }

    private static Steps curve(List<Said> said, boolean cheap) {
        double[] values = new double[said.size()];
        boolean[] right = new boolean[said.size()];
        for (int i = 0; i < values.length; i++) {
            Said one = said.get(i);
            values[i] = cheap ? one.estimate().cheap() : one.estimate().strong();
            right[i] = cheap ? one.question().cheap() : one.question().strong();
        }
        return Isotonic.of(values, right);
    }

    /** For each wanted part of the strong model's quality the lowest gain that still gets a strong call. */
    private static Steps cuts(List<Said> said) {
        List<Said> ranked = said.stream()
                .sorted(Comparator.comparingDouble((Said one) -> one.estimate().gain())
                        .reversed())
                .toList();
        long best = said.stream().filter(one -> one.question().strong()).count();
        float[] wanted = new float[QUALITIES.length];
        float[] cuts = new float[QUALITIES.length];
        long right = said.stream().filter(one -> one.question().cheap()).count();
        int at = 0;
        for (int i = 0; i < QUALITIES.length; i++) {
            while (at < ranked.size() && right < QUALITIES[i] * best) {
                right += ranked.get(at).question().gain();
                at++;
            }
            wanted[i] = (float) QUALITIES[i];
            cuts[i] = (float) ranked.get(Math.max(0, at - 1)).estimate().gain();
        }
        return new Steps(wanted, cuts);
    }
}
