package dev.sluice.worker.language;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Keywords of one text without any other text to compare with: YAKE! (Campos, Mangaravite, Pasquali, Jorge, Nunes and
 * Jatowt, "YAKE! Keyword extraction from single documents using multiple local features", Information Sciences 509, 2020).
 * Phrases of up to three words, window one, near repetitions above 0.9 left out; stop words of the text's language.
 */
public final class Yake {

    private static final int LONGEST_PHRASE = 3;
    private static final double TOO_ALIKE = 0.9;
    private static final Pattern TOKEN = Pattern.compile(
            "['’][sS]\\b|[\\p{L}\\p{N}]+(?:['’](?![sS]\\b)[\\p{L}\\p{N}]+|[-._/&][\\p{L}\\p{N}]+)*|[^\\s]");
    private static final Pattern NUMBER = Pattern.compile("[\\d.,]*\\d[\\d.,]*");

    private Yake() {}

    /**
     * A keyword.
     *
     * @param text as it stands in the text where it occurs first
     * @param score lower is more relevant
     */
    public record Keyword(String text, double score) {}

    /** What kind of token a word is, as the paper's tags. */
    private enum Tag {
        NUMBER,
        ODD,
        ACRONYM,
        UPPER,
        PLAIN;

        boolean excluded() {
            return this == NUMBER || this == ODD;
        }
    }

    private record Word(String text, Tag tag, Term term) {}

    /** A distinct word and what is counted of it. */
    private static final class Term {
        private final boolean stop;
        private final List<Integer> sentences = new ArrayList<>();
        private final Map<Term, Integer> left = new HashMap<>();
        private final Map<Term, Integer> right = new HashMap<>();
        private int frequency;
        private int acronyms;
        private int uppers;
        private double score;

        Term(boolean stop) {
            this.stop = stop;
        }
    }

    private static final class Phrase {
        private final String text;
        private final List<Term> terms;
        private boolean valid;
        private int frequency;

        Phrase(String text, List<Term> terms) {
            this.text = text;
            this.terms = terms;
        }
    }

    /** The keywords of a text, most relevant first, at most so many. */
    public static List<Keyword> keywords(String text, int atMost) {
        return distinct(ranked(text), atMost);
    }

    /** The score of each phrase, by its text in lower case. */
    static Map<String, Double> scores(String text) {
        Map<String, Double> scores = new HashMap<>();
        ranked(text).forEach(keyword -> scores.putIfAbsent(keyword.text().toLowerCase(Locale.ROOT), keyword.score()));
        return scores;
    }

    private static List<Keyword> ranked(String text) {
        var reading = new Reading(Tongue.of(text));
        List<Sentences.Sentence> sentences = Sentences.of(text);
        for (int i = 0; i < sentences.size(); i++) {
            reading.sentence(sentences.get(i).text(), i);
        }
        score(reading.terms.values(), Math.max(1, sentences.size()));
        return reading.phrases.values().stream()
                .filter(phrase -> phrase.valid)
                .map(phrase -> new Keyword(phrase.text, score(phrase)))
                .sorted(Comparator.comparingDouble(Keyword::score))
                .toList();
    }

    private static final class Reading {
        private final Map<String, Term> terms = new LinkedHashMap<>();
        private final Map<String, Phrase> phrases = new LinkedHashMap<>();
        private final Tongue tongue;

        Reading(Tongue tongue) {
            this.tongue = tongue;
        }

        void sentence(String text, int number) {
            List<Word> block = new ArrayList<>();
            Matcher tokens = TOKEN.matcher(text);
            int position = 0;
            while (tokens.find()) {
                String token = tokens.group();
                if (token.codePoints().noneMatch(Character::isLetterOrDigit)) {
                    block.clear();
                } else {
                    word(block, token, number, position);
                }
                position++;
            }
        }

        private void word(List<Word> block, String token, int sentence, int position) {
            var word = new Word(token, tag(token, position), term(token));
            Term term = word.term();
            term.frequency++;
            term.acronyms += word.tag() == Tag.ACRONYM ? 1 : 0;
            term.uppers += word.tag() == Tag.UPPER ? 1 : 0;
            if (term.sentences.isEmpty() || term.sentences.getLast() != sentence) {
                term.sentences.add(sentence);
            }
            if (!block.isEmpty()
                    && !word.tag().excluded()
                    && !block.getLast().tag().excluded()) {
                Term before = block.getLast().term();
                before.right.merge(term, 1, Integer::sum);
                term.left.merge(before, 1, Integer::sum);
            }
            block.add(word);
            for (int length = 1; length <= Math.min(LONGEST_PHRASE, block.size()); length++) {
                phrase(block.subList(block.size() - length, block.size()));
            }
        }

        private Term term(String token) {
            String lower = token.toLowerCase(Locale.ROOT);
            String key = lower.endsWith("s") && lower.length() > 3 ? lower.substring(0, lower.length() - 1) : lower;
            long letters = key.codePoints().filter(Character::isLetterOrDigit).count();
            return terms.computeIfAbsent(key, k -> new Term(tongue.isStop(lower) || tongue.isStop(k) || letters < 3));
        }

        private void phrase(List<Word> words) {
            String text =
                    String.join(" ", words.stream().map(Word::text).toList()).replaceAll(" (?=['’][sS])", "");
            Phrase phrase = phrases.computeIfAbsent(
                    text.toLowerCase(Locale.ROOT),
                    k -> new Phrase(text, words.stream().map(Word::term).toList()));
            phrase.frequency++;
            phrase.valid |= words.stream().noneMatch(word -> word.tag().excluded())
                    && !words.getFirst().term().stop
                    && !words.getLast().term().stop;
        }
    }

    private static Tag tag(String token, int position) {
        if (NUMBER.matcher(token).matches()) {
            return Tag.NUMBER;
        }
        long digits = token.chars().filter(Character::isDigit).count();
        long letters = token.chars().filter(Character::isLetter).count();
        if ((digits > 0 && letters > 0) || token.length() - digits - letters > 1) {
            return Tag.ODD;
        }
        long uppers = token.chars().filter(Character::isUpperCase).count();
        if (uppers == token.length()) {
            return Tag.ACRONYM;
        }
        boolean capital = uppers == 1 && token.length() > 1 && Character.isUpperCase(token.charAt(0));
        return capital && position > 0 ? Tag.UPPER : Tag.PLAIN;
    }

    private static void score(Iterable<Term> terms, int sentences) {
        double sum = 0;
        double squares = 0;
        int count = 0;
        int most = 1;
        for (Term term : terms) {
            most = Math.max(most, term.frequency);
            if (!term.stop) {
                sum += term.frequency;
                squares += (double) term.frequency * term.frequency;
                count++;
            }
        }
        double mean = count == 0 ? 0 : sum / count;
        double deviation = count == 0 ? 0 : Math.sqrt(Math.max(0, squares / count - mean * mean));
        for (Term term : terms) {
            double share = term.frequency / (double) most;
            double related = 1 + dispersion(term.left) * share + dispersion(term.right) * share;
            double frequent = mean + deviation == 0 ? 0 : term.frequency / (mean + deviation);
            double spread = term.sentences.size() / (double) sentences;
            double cased = Math.max(term.acronyms, term.uppers) / (1 + Math.log(term.frequency));
            double placed = Math.log(Math.log(3 + median(term.sentences)));
            term.score = placed * related / (cased + frequent / related + spread / related);
        }
    }

    private static double dispersion(Map<Term, Integer> neighbours) {
        int total = neighbours.values().stream().mapToInt(n -> n).sum();
        return total == 0 ? 0 : neighbours.size() / (double) total;
    }

    private static double median(List<Integer> ascending) {
        int middle = ascending.size() / 2;
        return ascending.size() % 2 == 1
                ? ascending.get(middle)
                : (ascending.get(middle - 1) + ascending.get(middle)) / 2.0;
    }

    private static double score(Phrase phrase) {
        double product = 1;
        double sum = 0;
        for (int i = 0; i < phrase.terms.size(); i++) {
            Term term = phrase.terms.get(i);
            if (!term.stop) {
                product *= term.score;
                sum += term.score;
            } else {
                // Only inner words of a valid phrase are stop words, so both neighbours exist.
                Term before = phrase.terms.get(i - 1);
                Term after = phrase.terms.get(i + 1);
                double follows = before.right.getOrDefault(term, 0) / (double) before.frequency;
                double leads = term.right.getOrDefault(after, 0) / (double) after.frequency;
                product *= 1 + (1 - follows * leads);
                sum -= 1 - follows * leads;
            }
        }
        return product / ((sum + 1) * phrase.frequency);
    }

    private static List<Keyword> distinct(List<Keyword> ranked, int atMost) {
        List<Keyword> chosen = new ArrayList<>();
        for (Keyword next : ranked) {
            if (chosen.size() == atMost) {
                break;
            }
            String text = next.text().toLowerCase(Locale.ROOT);
            if (chosen.stream().noneMatch(other -> alike(text, other.text().toLowerCase(Locale.ROOT)) > TOO_ALIKE)) {
                chosen.add(next);
            }
        }
        return chosen;
    }

    /** One less the Levenshtein distance as a share of the longer text. */
    private static double alike(String a, String b) {
        int longer = Math.max(a.length(), b.length());
        if (Math.abs(a.length() - b.length()) > (1 - TOO_ALIKE) * longer) {
            return 0;
        }
        int[] before = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            before[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int[] row = new int[b.length() + 1];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int change = before[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(change, 1 + Math.min(before[j], row[j - 1]));
            }
            before = row;
        }
        return longer == 0 ? 1 : 1 - before[b.length()] / (double) longer;
    }
}
