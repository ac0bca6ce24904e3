package dev.sluice.optimizer.extract;

import dev.sluice.optimizer.text.Tokens;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;

/**
 * Keeps the sentences that matter for a question until a budget of tokens is used, in their order, with the sentence
 * before where one leans on it.
 */
public final class Extraction {

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

    /** Extracts by words alone. */
    public Extract extract(String question, List<String> texts, int budget, boolean factsMayGo, BooleanSupplier late) {
        return extract(question, texts, budget, factsMayGo, late, Meaning.NONE);
    }

    /**
     * Extracts from several texts at once. When the question says too little, or none of the sentences has anything to do
     * with it, nobody can choose, and the texts come back as they are.
     *
     * @param budget tokens to keep in all; sentences that must stay, and those with facts, may exceed it
     * @param factsMayGo whether whole sentences may go with the numbers and quotes in them
     * @param late whether the time is up: then the texts come back as they are
     * @param meaning asked once, for the question and the sentences
     */
    public Extract extract(
            String question,
            List<String> texts,
            int budget,
            boolean factsMayGo,
            BooleanSupplier late,
            Meaning meaning) {
        List<Passage> passages = texts.stream().map(Passage::of).toList();
        List<Unit> units = units(question, passages, factsMayGo, late);
        if (late.getAsBoolean() || Question.saysTooLittle(question)) {
            return new Extract(texts, 1);
        }
        var relevance = new Relevance(question, units.stream().map(Unit::titled).toList());
        double[] words =
                IntStream.range(0, units.size()).mapToDouble(relevance::score).toArray();
        double[] near = Scores.meaning(question, units, words, meaning);
        boolean anyWord = IntStream.range(0, words.length)
                .anyMatch(at -> words[at] > 0 && !units.get(at).asks());
        if (near == null && !anyWord) {
            return new Extract(texts, 1);
        }
        boolean[] kept = choose(units, Scores.of(units, words, near), budget);
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
                        passage.titled(at),
                        paragraphs + place.paragraph(),
                        place.paragraph() != before,
                        keepers.stays(passage, at),
                        keepers.holdsFacts(passage, at),
                        keepers.sharesNumber(sentence),
                        Question.asks(sentence) || question.contains(sentence),
                        tokens.count(passage.text().substring(place.from(), place.next()))));
                before = place.paragraph();
            }
            paragraphs += before + 1;
        }
        return units;
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
                if (cost > left) {
                    from = at;
                    cost = units.get(at).cost();
                }
                if (cost <= left) {
                    left -= cost;
                    Arrays.fill(kept, from, at + 1, true);
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
