package dev.sluice.worker.answers;

import dev.sluice.contracts.knowledge.Passage;
import dev.sluice.worker.language.Sentences;
import dev.sluice.worker.language.Terms;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Texts that came with a question, cut into passages between sentences; each passage is a verbatim part of its text. The
 * best for a question are found by the rarity of the words they share with it.
 */
public final class GivenSources {

    private static final int WANTED = 700;

    private final List<Passage> passages = new ArrayList<>();
    private final List<Set<String>> terms = new ArrayList<>();
    private final Map<String, Integer> in = new HashMap<>();

    /**
     * A text that came with the question.
     *
     * @param id what citations call it
     * @param title may be empty
     * @param text the text itself
     */
    public record Source(String id, String title, String text) {}

    /** Cuts the sources. */
    public GivenSources(List<Source> sources) {
        for (Source source : sources) {
            int start = -1;
            int end = 0;
            for (Sentences.Sentence sentence : Sentences.of(source.text())) {
                int after = sentence.start() + sentence.text().length();
                if (start >= 0 && after - start > WANTED) {
                    add(source, start, end);
                    start = -1;
                }
                start = start < 0 ? sentence.start() : start;
                end = after;
            }
            if (start >= 0) {
                add(source, start, end);
            }
        }
        terms.forEach(of -> of.forEach(term -> in.merge(term, 1, Integer::sum)));
    }

    private void add(Source source, int start, int end) {
        String text = source.text().substring(start, end);
        passages.add(new Passage(passages.size() + 1, source.id(), source.title(), null, text, 0));
        terms.add(new HashSet<>(Terms.of(source.title() + " " + text)));
    }

    /** All passages in their order, numbered from 1. */
    public List<Passage> all() {
        return List.copyOf(passages);
    }

    /** The best passages for a question, numbered from 1; none that shares no word with it. */
    public List<Passage> best(String question, int atMost) {
        Set<String> asked = Terms.distinct(question);
        List<Passage> scored = new ArrayList<>();
        for (int i = 0; i < passages.size(); i++) {
            double score = 0;
            for (String term : asked) {
                if (terms.get(i).contains(term)) {
                    score += Math.log(1 + passages.size() / (double) in.getOrDefault(term, 1));
                }
            }
            if (score > 0) {
                scored.add(numbered(passages.get(i), passages.get(i).n(), score));
            }
        }
        List<Passage> best = scored.stream()
                .sorted(Comparator.comparingDouble(Passage::score).reversed().thenComparingInt(Passage::n))
                .limit(atMost)
                .toList();
        List<Passage> numbered = new ArrayList<>();
        best.forEach(passage -> numbered.add(numbered(passage, numbered.size() + 1, passage.score())));
        return numbered;
    }

    private static Passage numbered(Passage passage, int n, double score) {
        return new Passage(n, passage.documentId(), passage.title(), passage.url(), passage.text(), score);
    }
}
