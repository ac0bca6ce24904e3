package dev.sluice.worker.answers;

import dev.sluice.contracts.knowledge.Passage;
import dev.sluice.worker.language.Sentences;
import dev.sluice.worker.language.Terms;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the numbers in a model's answer point at. A number counts only when there is a passage of it and the passage says
 * something of the sentence in front of the number; others are made up, and are dropped and counted. Pure.
 */
final class Citing {

    private static final Pattern MARK = Pattern.compile("\\[(\\d{1,3}(?:\\s*,\\s*\\d{1,3})*)]");

    /** The share of a sentence's words, as stems, that its passage must have. */
    private static final double NEEDED = 0.25;

    private Citing() {}

    /**
     * The numbers, checked.
     *
     * @param citations each with a sentence that stands in its passage
     * @param dropped how many were made up
     */
    record Checked(List<Answerer.Citation> citations, int dropped) {
        Checked {
            citations = List.copyOf(citations);
        }
    }

    /** Checks an answer against the passages it was made from. */
    static Checked of(String answer, List<Passage> passages) {
        Map<Integer, Passage> byNumber = new TreeMap<>();
        passages.forEach(passage -> byNumber.put(passage.n(), passage));
        Set<Answerer.Citation> citations = new LinkedHashSet<>();
        int dropped = 0;
        String before = "";
        for (Sentences.Sentence sentence : Sentences.of(answer)) {
            String said = MARK.matcher(sentence.text()).replaceAll("");
            Matcher marks = MARK.matcher(sentence.text());
            while (marks.find()) {
                // A number may stand behind the full stop, and then looks like the beginning of the next sentence.
                String inFront = sentence.text().substring(0, marks.start());
                boolean behind = MARK.matcher(inFront).replaceAll("").isBlank();
                for (String number : marks.group(1).split("\\s*,\\s*", -1)) {
                    Optional<Answerer.Citation> citation =
                            citation(byNumber, Integer.parseInt(number), behind ? before : said);
                    citation.ifPresent(citations::add);
                    dropped += citation.isPresent() ? 0 : 1;
                }
            }
            before = said.isBlank() ? before : said;
        }
        return new Checked(List.copyOf(citations), dropped);
    }

    private static Optional<Answerer.Citation> citation(Map<Integer, Passage> byNumber, int number, String said) {
        Passage passage = byNumber.get(number);
        Set<String> terms = Terms.distinct(said);
        if (passage == null || terms.isEmpty()) {
            return Optional.empty();
        }
        Set<String> shared = new HashSet<>(Terms.of(passage.title() + "\n" + passage.text()));
        shared.retainAll(terms);
        String quote = mostLike(terms, passage.text());
        return shared.size() < NEEDED * terms.size() || quote.isEmpty()
                ? Optional.empty()
                : Optional.of(new Answerer.Citation(number, passage.documentId(), quote));
    }

    /** The sentence that shares most words; empty when none shares any. */
    private static String mostLike(Set<String> terms, String passage) {
        String best = "";
        int most = 0;
        for (Sentences.Sentence sentence : Sentences.of(passage)) {
            Set<String> shared = new HashSet<>(Terms.of(sentence.text()));
            shared.retainAll(terms);
            if (shared.size() > most) {
                most = shared.size();
                best = sentence.text();
            }
        }
        return best;
    }
}
