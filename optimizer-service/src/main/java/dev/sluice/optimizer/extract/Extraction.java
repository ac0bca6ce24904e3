package dev.sluice.optimizer.extract;

import dev.sluice.optimizer.text.Tokens;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;

/**
 * Keeps the sentences that matter for a question until a budget of tokens is used, in their order, with the sentence
 * before where one leans on it.
 */
public final class Extraction {

    /** What the best sentence of the paragraph adds to each of its sentences. */
    private static final double PARAGRAPH = 0.6;

    private static final double FIRST_OF_PARAGRAPH = 0.05;

    private final Tokens tokens;

    /** An extraction that counts with the given tokens. */
    public Extraction(Tokens tokens) {
        this.tokens = tokens;
    }

    /**
     * What was kept.
     *
     * @param texts the texts in their order
     * @param coverage how much of what the question asks for and the texts have was kept, 0 to 1
     */
    public record Extract(List<String> texts, double coverage) {}

    /**
     * Extracts from several texts at once. When none of their sentences shares a word with the question nobody can
     * choose, and the texts come back as they are.
     *
     * @param budget tokens to keep in all; sentences that must stay, and those with facts, may exceed it
     * @param factsMayGo whether whole sentences may go with the numbers and quotes in them
     * @param late whether the time is up: then the texts come back as they are
     */
    public Extract extract(String question, List<String> texts, int budget, boolean factsMayGo, BooleanSupplier late) {
        List<Passage> passages = texts.stream().map(Passage::of).toList();
        List<Unit> units = units(question, passages, factsMayGo, late);
        if (late.getAsBoolean()) {
            return new Extract(texts, 1);
        }
        var relevance =
                new Relevance(question, units.stream().map(Unit::sentence).toList());
        double best = IntStream.range(0, units.size())
                .filter(at -> !units.get(at).asks())
                .mapToDouble(relevance::score)
                .max()
                .orElse(0);
        if (best == 0) {
            return new Extract(texts, 1);
        }
        boolean[] kept = choose(units, scores(units, relevance, best), budget);
        var out = new ArrayList<String>();
        int first = 0;
        for (Passage passage : passages) {
            boolean[] part = new boolean[passage.sentences().size()];
            System.arraycopy(kept, first, part, 0, part.length);
            first += part.length;
            out.add(passage.keeping(part));
        }
        List<Integer> keptUnits =
                IntStream.range(0, kept.length).filter(at -> kept[at]).boxed().toList();
        return new Extract(List.copyOf(out), relevance.coverage(keptUnits));
    }

    /**
     * A sentence of any of the texts.
     *
     * @param paragraph counted through all texts
     */
    private record Unit(
            String sentence, int paragraph, boolean opens, boolean stays, boolean facts, boolean asks, int cost) {}

    private List<Unit> units(String question, List<Passage> passages, boolean factsMayGo, BooleanSupplier late) {
        var keepers = new Keepers(question, factsMayGo);
        var units = new ArrayList<Unit>();
        int paragraphs = 0;
        for (Passage passage : passages) {
            int before = -1;
            for (int at = 0; at < passage.sentences().size() && !late.getAsBoolean(); at++) {
                var place = passage.sentences().get(at);
                String sentence = passage.sentence(at);
                units.add(new Unit(
                        sentence,
                        paragraphs + place.paragraph(),
                        place.paragraph() != before,
                        keepers.stays(passage, at),
                        keepers.holdsFacts(passage, at),
                        Question.asks(sentence) || question.contains(sentence),
                        tokens.count(passage.text().substring(place.from(), place.next()))));
                before = place.paragraph();
            }
            paragraphs += before + 1;
        }
        return units;
    }

    private static double[] scores(List<Unit> units, Relevance relevance, double best) {
        int paragraphs = units.isEmpty() ? 0 : units.getLast().paragraph() + 1;
        double[] ofParagraph = new double[paragraphs];
        for (int at = 0; at < units.size(); at++) {
            int paragraph = units.get(at).paragraph();
            ofParagraph[paragraph] = Math.max(ofParagraph[paragraph], relevance.score(at));
        }
        double[] scores = new double[units.size()];
        for (int at = 0; at < scores.length; at++) {
            Unit unit = units.get(at);
            scores[at] = relevance.score(at)
                    + PARAGRAPH * ofParagraph[unit.paragraph()]
                    + (unit.opens() ? FIRST_OF_PARAGRAPH * best : 0);
        }
        return scores;
    }

    private static boolean[] choose(List<Unit> units, double[] scores, int budget) {
        boolean[] kept = new boolean[units.size()];
        int left = budget;
        for (int at = 0; at < kept.length; at++) {
            if (units.get(at).stays()) {
                kept[at] = true;
                left -= units.get(at).cost();
            }
        }
        List<Integer> order = IntStream.range(0, kept.length)
                .boxed()
                .sorted(Comparator.<Integer>comparingDouble(at -> -scores[at]).thenComparingInt(at -> at))
                .toList();
        for (int at : order) {
            if (!kept[at]) {
                int from = supportedFrom(units, kept, at);
                int cost = 0;
                for (int i = from; i <= at; i++) {
                    cost += kept[i] ? 0 : units.get(i).cost();
                }
                if (cost <= left) {
                    left -= cost;
                    for (int i = from; i <= at; i++) {
                        kept[i] = true;
                    }
                }
            }
        }
        // Facts come on top of the budget: they must not crowd out what answers the question.
        for (int at = 0; at < kept.length; at++) {
            kept[at] |= units.get(at).facts();
        }
        return kept;
    }

    /** The first sentence needed to understand this one: at most two back, in the same paragraph. */
    private static int supportedFrom(List<Unit> units, boolean[] kept, int at) {
        int from = at;
        while (from > 0
                && at - from < 2
                && !kept[from - 1]
                && units.get(from - 1).paragraph() == units.get(at).paragraph()
                && Keepers.leans(units.get(from).sentence())) {
            from--;
        }
        return from;
    }
}
