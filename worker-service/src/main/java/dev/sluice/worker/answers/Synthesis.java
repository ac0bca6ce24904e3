package dev.sluice.worker.answers;

import dev.sluice.contracts.knowledge.Passage;
import dev.sluice.worker.language.Centrality;
import dev.sluice.worker.language.Keywords;
import dev.sluice.worker.language.Sentences;
import dev.sluice.worker.language.Terms;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One report from several sources. Each of its sentences cites a passage: an extracted one stands in it to the letter, one
 * that a model wrote shares at least half of its words with a sentence of it, or is left out. Pure.
 */
public final class Synthesis {

    private static final double TOO_ALIKE = 0.55;
    private static final double BORNE_OUT = 0.5;
    private static final int KEYWORDS = 24;
    private static final int SENTENCES = 600;
    private static final Pattern MARK = Pattern.compile("\\s*\\[(\\d{1,3})]");

    private Synthesis() {}

    /**
     * A report.
     *
     * @param sections in their order
     * @param leftOut sentences of a model that no passage bears out
     * @param text the whole as Markdown
     */
    @RegisterForReflection
    public record Report(List<Section> sections, int leftOut, String text) {
        public Report {
            sections = List.copyOf(sections);
        }

        static Report of(List<Section> sections, int leftOut) {
            String text = sections.stream()
                    .map(section -> "## " + section.heading() + "\n\n"
                            + section.sentences().stream().map(Said::marked).collect(Collectors.joining(" ")))
                    .collect(Collectors.joining("\n\n"));
            return new Report(sections, leftOut, text);
        }
    }

    /** A part under a heading. */
    @RegisterForReflection
    public record Section(String heading, List<Said> sentences) {
        public Section {
            sentences = List.copyOf(sentences);
        }
    }

    /** A sentence and what it rests on; never without a citation. */
    @RegisterForReflection
    public record Said(String sentence, List<Answerer.Citation> citations) {
        public Said {
            citations = List.copyOf(citations);
        }

        String marked() {
            return sentence
                    + new TreeSet<>(citations.stream().map(Answerer.Citation::n).toList())
                            .stream().map(n -> " [" + n + "]").collect(Collectors.joining());
        }
    }

    private record Candidate(String sentence, Passage passage, Set<String> terms, double score) {}

    /**
     * A report of sentences that stand in the passages, under the phrases they share.
     *
     * @param question what it should be about; absent for all that is said
     * @param sections at most so many
     * @param perSection sentences in each, at most
     */
    public static Report extracted(@Nullable String question, List<Passage> passages, int sections, int perSection) {
        List<Candidate> left = new ArrayList<>(candidates(question, passages));
        String all = passages.stream().map(Passage::text).collect(Collectors.joining("\n\n"));
        List<Section> made = new ArrayList<>();
        Set<String> used = new HashSet<>();
        for (String keyword : Keywords.of(all, KEYWORDS).texts()) {
            Set<String> terms = Terms.distinct(keyword);
            if (made.size() == sections || terms.isEmpty() || !used.addAll(terms)) {
                continue;
            }
            List<Candidate> about =
                    left.stream().filter(one -> one.terms().containsAll(terms)).toList();
            if (about.size() >= 2) {
                made.add(section(capitalised(keyword), chosen(about, perSection), left));
            }
        }
        if (made.isEmpty() && !left.isEmpty()) {
            made.add(section("What the sources say", chosen(left, perSection * 2), left));
        }
        return Report.of(made, 0);
    }

    private static Section section(String heading, List<Candidate> chosen, List<Candidate> left) {
        left.removeAll(chosen);
        left.removeIf(one -> chosen.stream().anyMatch(other -> alike(one.terms(), other.terms()) > TOO_ALIKE));
        return new Section(
                heading,
                chosen.stream()
                        .map(one -> new Said(one.sentence(), List.of(citation(one.passage(), one.sentence()))))
                        .toList());
    }

    private static Answerer.Citation citation(Passage passage, String quote) {
        return new Answerer.Citation(passage.n(), passage.documentId(), quote);
    }

    private static List<Candidate> candidates(@Nullable String question, List<Passage> passages) {
        Set<String> asked = question == null ? Set.of() : Terms.distinct(question);
        List<Candidate> found = new ArrayList<>();
        for (Passage passage : passages) {
            for (Sentences.Sentence sentence : Sentences.of(passage.text())) {
                String text = sentence.text();
                Set<String> terms = Terms.distinct(text);
                if (!text.startsWith("#") && !text.endsWith("?") && terms.size() >= 3 && found.size() < SENTENCES) {
                    found.add(new Candidate(text, passage, terms, 0));
                }
            }
        }
        double[] rank = Centrality.rank(found.stream().map(Candidate::sentence).toList(), SENTENCES);
        List<Candidate> scored = new ArrayList<>();
        for (int i = 0; i < found.size(); i++) {
            Candidate one = found.get(i);
            long shared = asked.stream().filter(one.terms()::contains).count();
            double score = rank[i] * found.size() + (asked.isEmpty() ? 0 : 3.0 * shared / asked.size());
            scored.add(new Candidate(one.sentence(), one.passage(), one.terms(), score));
        }
        return scored;
    }

    /** The best, from as many sources as there are, without near repetitions, in the order of the passages. */
    private static List<Candidate> chosen(List<Candidate> about, int atMost) {
        List<Candidate> best = about.stream()
                .sorted(Comparator.comparingDouble(Candidate::score).reversed())
                .toList();
        List<Candidate> chosen = new ArrayList<>();
        Set<String> documents = new HashSet<>();
        for (boolean first : new boolean[] {true, false}) {
            for (Candidate one : best) {
                if (chosen.size() < atMost
                        && !chosen.contains(one)
                        && (!first || !documents.contains(one.passage().documentId()))
                        && chosen.stream().noneMatch(other -> alike(one.terms(), other.terms()) > TOO_ALIKE)) {
                    chosen.add(one);
                    documents.add(one.passage().documentId());
                }
            }
        }
        return chosen.stream()
                .sorted(Comparator.comparingInt(one -> one.passage().n()))
                .toList();
    }

    /**
     * What a model wrote, held against the passages it cites.
     *
     * @return empty when nothing of it is borne out
     */
    public static Optional<Report> written(String answer, List<Passage> passages) {
        List<Section> sections = new ArrayList<>();
        String heading = "Report";
        List<Said> said = new ArrayList<>();
        int leftOut = 0;
        for (String line : answer.lines().toList()) {
            if (line.startsWith("#")) {
                add(sections, heading, said);
                said = new ArrayList<>();
                heading = line.replaceFirst("^#+\\s*", "").strip();
                continue;
            }
            for (String sentence : sentences(line)) {
                Optional<Said> held = held(sentence, passages);
                leftOut += held.isPresent() ? 0 : 1;
                held.ifPresent(said::add);
            }
        }
        add(sections, heading, said);
        return sections.isEmpty() ? Optional.empty() : Optional.of(Report.of(sections, leftOut));
    }

    private static void add(List<Section> sections, String heading, List<Said> said) {
        if (!said.isEmpty()) {
            sections.add(new Section(heading.isEmpty() ? "Report" : heading, said));
        }
    }

    /** The sentences of a line, each with the numbers behind it, whether before or behind the full stop. */
    private static List<String> sentences(String line) {
        List<String> found = new ArrayList<>();
        for (Sentences.Sentence sentence : Sentences.of(line)) {
            String text = sentence.text();
            Matcher marks = Pattern.compile("^(?:\\[\\d{1,3}]\\s*)+").matcher(text);
            if (marks.find() && !found.isEmpty()) {
                found.set(
                        found.size() - 1, found.getLast() + " " + marks.group().strip());
                text = text.substring(marks.end()).strip();
            }
            if (!text.isEmpty()) {
                found.add(text);
            }
        }
        return found;
    }

    private static Optional<Said> held(String sentence, List<Passage> passages) {
        String bare = MARK.matcher(sentence).replaceAll("").strip();
        Set<String> terms = Terms.distinct(bare);
        List<Answerer.Citation> citations = new ArrayList<>();
        Matcher marks = MARK.matcher(sentence);
        while (marks.find()) {
            int n = Integer.parseInt(marks.group(1));
            passages.stream()
                    .filter(passage -> passage.n() == n)
                    .findFirst()
                    .flatMap(passage -> quote(terms, passage))
                    .filter(citation -> !citations.contains(citation))
                    .ifPresent(citations::add);
        }
        return citations.isEmpty() ? Optional.empty() : Optional.of(new Said(bare, citations));
    }

    /** The sentence of a passage that bears the words out. */
    private static Optional<Answerer.Citation> quote(Set<String> terms, Passage passage) {
        String best = "";
        double most = 0;
        for (Sentences.Sentence sentence : Sentences.of(passage.text())) {
            Set<String> there = new HashSet<>(Terms.of(sentence.text()));
            double shared = terms.stream().filter(there::contains).count() / (double) Math.max(1, terms.size());
            if (shared > most) {
                most = shared;
                best = sentence.text();
            }
        }
        return most >= BORNE_OUT ? Optional.of(citation(passage, best)) : Optional.empty();
    }

    private static double alike(Set<String> one, Set<String> other) {
        long both = one.stream().filter(other::contains).count();
        return both / (double) Math.max(1, Math.min(one.size(), other.size()));
    }

    private static String capitalised(String phrase) {
        return Character.toUpperCase(phrase.charAt(0)) + phrase.substring(1);
    }
}
