package dev.sluice.worker.learning;

import dev.sluice.worker.language.Centrality;
import dev.sluice.worker.language.Keywords;
import dev.sluice.worker.language.Sentences;
import dev.sluice.worker.language.StopWords;
import dev.sluice.worker.language.Terms;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Questions about a text. Without a model they are clozes: a central sentence with a gap where a number, a name or a key
 * phrase stood, and wrong answers of the same kind from elsewhere in the text. A model's questions count when their answer
 * stands in the text. The order of options depends on the text alone, so that the same text gives the same quiz. Pure.
 */
public final class Quiz {

    /** What stands for the gap. */
    public static final String GAP = "_____";

    private static final int OPTIONS = 4;
    private static final int SHORTEST = 5;
    private static final int SENTENCES = 600;
    private static final Pattern NUMBER =
            Pattern.compile("(?<![\\p{L}\\d.,])\\d+(?:[.,:]\\d+)*(?:\\s?%)?(?![\\p{L}\\d])");
    private static final Pattern NAME =
            Pattern.compile("(?<=[\\p{L}\\d,] )\\p{Lu}[\\p{L}’'-]+(?: \\p{Lu}[\\p{L}’'-]+){0,2}");

    private final List<Sentences.Sentence> sentences;
    private final Set<String> numbers = new LinkedHashSet<>();
    private final Set<String> names = new LinkedHashSet<>();
    private final List<String> phrases;
    private final String text;

    private Quiz(String text) {
        this.text = text;
        this.sentences = Sentences.of(text).stream()
                .filter(one -> !one.text().startsWith("#") && !one.text().endsWith("?"))
                .limit(SENTENCES)
                .toList();
        sentences.forEach(one -> {
            NUMBER.matcher(one.text()).results().forEach(found -> numbers.add(found.group()));
            NAME.matcher(one.text()).results().forEach(found -> names.add(found.group()));
        });
        this.phrases = Keywords.of(text, 60).texts();
    }

    /**
     * A question.
     *
     * @param kind {@code cloze}, or {@code choice} when a model asked it
     * @param question with {@link #GAP} where the answer belongs, for a cloze
     * @param options the answer among wrong ones; empty when the text has no other of its kind
     * @param answer as it stands in the text
     * @param sentence the sentence that holds the answer, verbatim
     * @param at where the sentence begins in the text
     */
    @RegisterForReflection
    public record Question(String kind, String question, List<String> options, String answer, String sentence, int at) {
        public Question {
            options = List.copyOf(options);
        }
    }

    /** Clozes, at most so many, in the order of the text. */
    public static List<Question> cloze(String text, int atMost) {
        return new Quiz(text).made(List.of(), atMost);
    }

    /** A model's questions that hold, and clozes of other sentences up to the number. */
    public static List<Question> hybrid(String answer, String text, int atMost) {
        var quiz = new Quiz(text);
        List<Question> asked = new ArrayList<>();
        for (String line : answer.lines().toList()) {
            if (asked.size() < atMost) {
                quiz.read(line)
                        .filter(one -> asked.stream()
                                .noneMatch(other -> other.question().equals(one.question())))
                        .ifPresent(asked::add);
            }
        }
        return asked.isEmpty() ? List.of() : quiz.made(asked, atMost);
    }

    private List<Question> made(List<Question> asked, int atMost) {
        List<Question> questions = new ArrayList<>(asked);
        double[] rank =
                Centrality.rank(sentences.stream().map(Sentences.Sentence::text).toList(), SENTENCES);
        List<Integer> order = Stream.iterate(0, i -> i + 1)
                .limit(sentences.size())
                .sorted(Comparator.comparingDouble((Integer i) -> -rank[i]))
                .toList();
        Set<String> answers = new HashSet<>();
        questions.forEach(one -> answers.add(one.answer().toLowerCase(Locale.ROOT)));
        for (int i : order) {
            Sentences.Sentence sentence = sentences.get(i);
            if (questions.size() < atMost
                    && Terms.of(sentence.text()).size() >= SHORTEST
                    && questions.stream().noneMatch(one -> one.at() == sentence.start())) {
                gap(sentence, answers).ifPresent(one -> {
                    questions.add(one);
                    answers.add(one.answer().toLowerCase(Locale.ROOT));
                });
            }
        }
        questions.sort(Comparator.comparingInt(Question::at));
        return questions;
    }

    /** A number makes the best gap, then a name, then the best key phrase. */
    private Optional<Question> gap(Sentences.Sentence sentence, Set<String> answers) {
        Optional<Question> number = gap(sentence, NUMBER, numbers, answers);
        if (number.isPresent()) {
            return number;
        }
        Optional<Question> name = gap(sentence, NAME, names, answers);
        if (name.isPresent()) {
            return name;
        }
        for (String phrase : phrases) {
            int at = place(sentence.text(), phrase);
            if (at >= 0 && !answers.contains(phrase.toLowerCase(Locale.ROOT))) {
                List<String> others = others(phrase, phrases, sentence.text());
                String answer = sentence.text().substring(at, at + phrase.length());
                return Optional.of(question(sentence, at, answer, others));
            }
        }
        return Optional.empty();
    }

    private Optional<Question> gap(Sentences.Sentence sentence, Pattern kind, Set<String> all, Set<String> answers) {
        Matcher found = kind.matcher(sentence.text());
        while (found.find()) {
            List<String> others = others(found.group(), all, sentence.text());
            if (!others.isEmpty()
                    && !StopWords.contains(found.group().toLowerCase(Locale.ROOT))
                    && !answers.contains(found.group().toLowerCase(Locale.ROOT))) {
                return Optional.of(question(sentence, found.start(), found.group(), others));
            }
        }
        return Optional.empty();
    }

    private static Question question(Sentences.Sentence sentence, int at, String answer, List<String> others) {
        String gapped = sentence.text().substring(0, at) + GAP + sentence.text().substring(at + answer.length());
        return new Question(
                "cloze", gapped, options(answer, others, gapped), answer, sentence.text(), sentence.start());
    }

    /** Wrong answers: of about the same length, with no word of the right one, and not in the same sentence. */
    private static List<String> others(String answer, Iterable<String> all, String sentence) {
        Set<String> words = Set.copyOf(List.of(answer.toLowerCase(Locale.ROOT).split("\\s+")));
        List<String> found = new ArrayList<>();
        for (String other : all) {
            boolean shares =
                    Stream.of(other.toLowerCase(Locale.ROOT).split("\\s+")).anyMatch(words::contains);
            if (!shares && place(sentence, other) < 0) {
                found.add(other);
            }
        }
        int wanted = answer.split("\\s+").length;
        found.sort(Comparator.comparingInt(other -> Math.abs(other.split("\\s+").length - wanted)));
        return found.stream().limit(OPTIONS - 1).toList();
    }

    private static List<String> options(String answer, List<String> others, String seed) {
        if (others.isEmpty()) {
            return List.of();
        }
        List<String> options = new ArrayList<>(others);
        options.add(answer);
        Collections.shuffle(options, new Random(seed.hashCode()));
        return options;
    }

    /** Where a phrase stands as whole words, whatever its case; -1 when it does not. */
    private static int place(String sentence, String phrase) {
        Matcher there = Pattern.compile(
                        "(?<![\\p{L}\\p{N}])" + Pattern.quote(phrase) + "(?![\\p{L}\\p{N}])",
                        Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE)
                .matcher(sentence);
        return there.find() ? there.start() : -1;
    }

    /** A line {@code question | answer | wrong | wrong | wrong} whose answer stands in the text. */
    private Optional<Question> read(String line) {
        List<String> parts = Stream.of(
                        line.replaceFirst("^\\s*(?:[-*•]|\\d{1,3}[.)])\\s*", "").split("\\|"))
                .map(String::strip)
                .filter(part -> !part.isEmpty())
                .toList();
        if (parts.size() < 3) {
            return Optional.empty();
        }
        String answer = parts.get(1);
        Set<String> asked = Terms.distinct(parts.getFirst());
        List<String> wrong = parts.subList(2, parts.size()).stream()
                .filter(other -> !other.equalsIgnoreCase(answer))
                .distinct()
                .limit(OPTIONS - 1)
                .toList();
        return sentences.stream()
                .filter(sentence -> place(sentence.text(), answer) >= 0)
                .max(Comparator.comparingLong(sentence -> Terms.distinct(sentence.text()).stream()
                        .filter(asked::contains)
                        .count()))
                .filter(sentence -> !wrong.isEmpty() && text.contains(sentence.text()))
                .map(sentence -> {
                    int at = place(sentence.text(), answer);
                    String verbatim = sentence.text().substring(at, at + answer.length());
                    return new Question(
                            "choice",
                            parts.getFirst(),
                            options(verbatim, wrong, parts.getFirst()),
                            verbatim,
                            sentence.text(),
                            sentence.start());
                });
    }
}
