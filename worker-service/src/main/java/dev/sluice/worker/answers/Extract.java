package dev.sluice.worker.answers;

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
 * Answers a question with sentences that stand in the sources: each sentence is scored by BM25 over stems, with a little
 * weight for its source's rank and its place, and an answer is given only when the best one covers enough of what the
 * question is about. Nothing is rephrased. Pure.
 */
public final class Extract {

    private static final double K1 = 1.2;
    private static final double B = 0.6;
    private static final double TOO_ALIKE = 0.7;
    private static final double WORTH_ADDING = 0.45;

    private Extract() {}

    /**
     * Something to answer from.
     *
     * @param n the number its citations carry
     * @param title what it is called; counts a little towards relevance; may be empty
     * @param text the text itself
     */
    public record Source(int n, String title, String text) {}

    /**
     * A sentence of the answer.
     *
     * @param sentence verbatim from the source
     * @param n the source
     */
    public record Cited(String sentence, int n) {}

    private record Candidate(
            String sentence, int n, int source, int place, List<String> terms, Set<String> titleTerms) {}

    private record Scored(Candidate candidate, double score, double coverage) {}

    /**
     * The sentences that answer the question, best source first and in the order of the text within a source.
     *
     * @param sources most relevant first
     * @param atMost how many sentences
     * @return empty when nothing in the sources answers it
     */
    public static List<Cited> answer(String question, List<Source> sources, int atMost) {
        Set<String> asked = Terms.distinct(question);
        if (asked.isEmpty()) {
            return List.of();
        }
        List<Candidate> candidates = candidates(sources);
        List<Scored> scored = score(asked, candidates).stream()
                .sorted(Comparator.comparingDouble((Scored s) -> -s.score())
                        .thenComparingInt(s -> s.candidate().place()))
                .toList();
        if (scored.isEmpty() || scored.getFirst().coverage() < needed(asked.size())) {
            return List.of();
        }
        return inOrder(choose(scored, atMost));
    }

    /** One or two terms must all be there; of longer questions about half. */
    private static double needed(int asked) {
        return asked == 1 ? 1.0 : asked == 2 ? 0.75 : 0.45;
    }

    private static List<Candidate> candidates(List<Source> sources) {
        List<Candidate> all = new ArrayList<>();
        for (int s = 0; s < sources.size(); s++) {
            Source source = sources.get(s);
            Set<String> titleTerms = Terms.distinct(source.title());
            Set<String> heading = new HashSet<>(titleTerms);
            int place = 0;
            for (Sentences.Sentence sentence : Sentences.of(source.text())) {
                if (sentence.text().startsWith("#")) {
                    heading = new HashSet<>(titleTerms);
                    heading.addAll(Terms.of(sentence.text()));
                    continue;
                }
                List<String> terms = Terms.of(sentence.text());
                if (!terms.isEmpty()) {
                    all.add(new Candidate(sentence.text(), source.n(), s, place++, terms, heading));
                }
            }
        }
        return all;
    }

    private static List<Scored> score(Set<String> asked, List<Candidate> candidates) {
        Map<String, Integer> in = new HashMap<>();
        long length = 0;
        for (Candidate candidate : candidates) {
            new HashSet<>(candidate.terms()).forEach(term -> in.merge(term, 1, Integer::sum));
            length += candidate.terms().size();
        }
        double average = Math.max(1, length / (double) Math.max(1, candidates.size()));
        List<Scored> scored = new ArrayList<>();
        for (Candidate candidate : candidates) {
            double score = 0;
            double covered = 0;
            for (String term : asked) {
                long times = candidate.terms().stream().filter(term::equals).count();
                double rare = Math.log(
                        1 + (candidates.size() - in.getOrDefault(term, 0) + 0.5) / (in.getOrDefault(term, 0) + 0.5));
                if (times > 0) {
                    double norm = K1 * (1 - B + B * candidate.terms().size() / average);
                    score += rare * times * (K1 + 1) / (times + norm);
                    covered++;
                } else if (candidate.titleTerms().contains(term)) {
                    score += 0.3 * rare;
                    covered += 0.5;
                }
            }
            // A question repeats itself in no answer: a sentence that only asks it again is none.
            if (score > 0 && !candidate.sentence().endsWith("?")) {
                double place = 1 + 0.1 / (1 + candidate.place()) + 0.15 / (1 + candidate.source());
                scored.add(new Scored(candidate, score * place, covered / asked.size()));
            }
        }
        return scored;
    }

    private static List<Candidate> choose(List<Scored> best, int atMost) {
        List<Candidate> chosen = new ArrayList<>();
        double enough = best.getFirst().score() * WORTH_ADDING;
        for (Scored next : best) {
            if (chosen.size() == atMost || next.score() < enough) {
                break;
            }
            Candidate candidate = next.candidate();
            if (chosen.stream().noneMatch(other -> alike(candidate.terms(), other.terms()) > TOO_ALIKE)) {
                chosen.add(candidate);
            }
        }
        return chosen;
    }

    private static double alike(List<String> a, List<String> b) {
        Set<String> both = new HashSet<>(a);
        both.retainAll(b);
        Set<String> either = new HashSet<>(a);
        either.addAll(b);
        return either.isEmpty() ? 1 : both.size() / (double) either.size();
    }

    private static List<Cited> inOrder(List<Candidate> chosen) {
        Map<Integer, Integer> rank = new HashMap<>();
        chosen.forEach(candidate -> rank.putIfAbsent(candidate.source(), rank.size()));
        return chosen.stream()
                .sorted(Comparator.comparingInt((Candidate c) -> rank.getOrDefault(c.source(), 0))
                        .thenComparingInt(Candidate::place))
                .map(candidate -> new Cited(candidate.sentence(), candidate.n()))
                .toList();
    }
}
