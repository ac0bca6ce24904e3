package dev.sluice.worker.language;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.tartarus.snowball.ext.EnglishStemmer;

/** The phrases of nouns in an English text, and what tells whether one is what the text is about. */
final class Phrases {

    /** Words that a phrase may have unless it is all there is between two words that are none. */
    private static final int LONGEST_PART = 4;

    /** The distance within which two words lend each other weight, as in SingleRank (Wan and Xiao 2008). */
    private static final int NEAR = 10;

    private static final Pattern TOKEN = Pattern.compile(
            "['’][sS]\\b|[\\p{L}\\p{N}]+(?:['’](?![sS]\\b)[\\p{L}\\p{N}]+|[-._/&+][\\p{L}\\p{N}]+)*|\\S");

    private static final Set<String> GENERAL = Stream.of("""
            paper study result method approach problem number work analysis system model author article research technique
            issue example case way use application development process experiment data set type form part area factor level
            time year day week month people thing group point fact effect role performance solution procedure algorithm
            function value order change term framework information theory scheme conclusion finding comparison introduction
            review purpose aim goal question advantage possibility percent million thousand official statement report
            reporter spokesman interview side end place lot kind bit hour minute moment today yesterday tomorrow monday
            tuesday wednesday thursday friday saturday sunday january february march april june july august september
            october november december""".split("\\s+"))
            .map(word -> stem(new EnglishStemmer(), word))
            .collect(Collectors.toUnmodifiableSet());

    private final EnglishStemmer stemmer = new EnglishStemmer();
    private final Map<String, Phrase> phrases = new LinkedHashMap<>();
    private final List<@Nullable String> stems = new ArrayList<>();
    private int nouns;
    private int names;

    /** A phrase and where it was seen. */
    static final class Phrase {
        private final String text;
        private final List<String> stems;
        private final int place;
        private final boolean inFirstSentence;
        private int count;
        private int whole;
        private int capitals;
        private int beforeOf;
        private int afterOf;
        private boolean attributeFirst;

        Phrase(String text, List<String> stems, int place, boolean inFirstSentence) {
            this.text = text;
            this.stems = stems;
            this.place = place;
            this.inFirstSentence = inFirstSentence;
        }

        String text() {
            return text;
        }
    }

    private Phrases() {}

    static Phrases of(String text) {
        var read = new Phrases();
        var tagger = new Tagger();
        int number = 0;
        for (Sentences.Sentence sentence : Sentences.of(text)) {
            if (number == Centrality.LONGEST) {
                break;
            }
            String[] words =
                    TOKEN.matcher(sentence.text()).results().map(r -> r.group()).toArray(String[]::new);
            read.sentence(words, tagger.parts(words), number++);
        }
        return read;
    }

    Collection<Phrase> all() {
        return phrases.values();
    }

    private void sentence(String[] words, Tagger.Part[] parts, int number) {
        int offset = stems.size();
        for (int i = 0; i < words.length; i++) {
            stems.add(parts[i] == Tagger.Part.OUTSIDE ? null : stem(stemmer, words[i].toLowerCase(Locale.ROOT)));
            nouns += parts[i] == Tagger.Part.NOUN ? 1 : 0;
            names += parts[i] == Tagger.Part.NAME ? 1 : 0;
        }
        int start = 0;
        while (start < words.length) {
            int end = start;
            while (end < words.length && parts[end] != Tagger.Part.OUTSIDE) {
                end++;
            }
            int last = end;
            while (last > start && !parts[last - 1].endsPhrase()) {
                last--;
            }
            for (int a = start; a < last; a++) {
                for (int b = a + 1; b <= last; b++) {
                    boolean whole = a == start && b == last;
                    if (whole || (b - a <= LONGEST_PART && parts[b - 1].endsPhrase())) {
                        add(words, parts, a, b, offset, number == 0, whole);
                    }
                }
            }
            start = end + 1;
        }
    }

    private void add(String[] words, Tagger.Part[] parts, int from, int to, int offset, boolean first, boolean whole) {
        String text = String.join(" ", List.of(words).subList(from, to));
        if (text.chars().filter(Character::isLetter).count() < 3) {
            return;
        }
        List<String> stemmed = new ArrayList<>();
        for (int i = from; i < to; i++) {
            String stem = stems.get(offset + i);
            stemmed.add(stem == null ? "" : stem);
        }
        Phrase phrase = phrases.computeIfAbsent(
                String.join(" ", stemmed), key -> new Phrase(text, stemmed, offset + from, first));
        phrase.count++;
        phrase.whole += whole ? 1 : 0;
        phrase.beforeOf += to < words.length && words[to].equals("of") ? 1 : 0;
        phrase.afterOf += from > 0 && words[from - 1].equals("of") ? 1 : 0;
        phrase.attributeFirst |= parts[from] == Tagger.Part.ATTRIBUTE;
        for (int i = from; i < to; i++) {
            if (parts[i] == Tagger.Part.NAME || (i > 0 && Character.isUpperCase(words[i].charAt(0)))) {
                phrase.capitals++;
                break;
            }
        }
    }

    /**
     * What tells of each phrase, in the order of {@link #all}: each of {@link Keyphrases#FEATURES} as it is, times the part of
     * names among the nouns, and times the length of the text, since news and abstracts differ.
     */
    List<double[]> features(Map<String, Double> yake) {
        Map<String, Integer> frequency = new HashMap<>();
        Map<String, Double> early = new HashMap<>();
        double total = 0;
        for (int i = 0; i < stems.size(); i++) {
            String stem = stems.get(i);
            if (stem != null) {
                frequency.merge(stem, 1, Integer::sum);
                early.merge(stem, 1.0 / (i + 1), Double::sum);
                total += 1.0 / (i + 1);
            }
        }
        double sum = total;
        early.replaceAll((stem, weight) -> weight / sum);
        Map<String, Map<String, Double>> near = near();
        Map<String, Double> ranks = WordRank.of(near, frequency.keySet(), null);
        Map<String, Double> earlyRanks = WordRank.of(near, frequency.keySet(), early);
        double most = frequency.values().stream().mapToInt(n -> n).max().orElse(1);
        double share = 3 * names / (double) Math.max(1, names + nouns);
        double length = Math.log(Math.max(1, stems.size()));
        List<double[]> all = new ArrayList<>();
        for (Phrase phrase : phrases.values()) {
            double[] plain = plain(phrase, ranks, earlyRanks, frequency, most, yake);
            double[] features = new double[3 * plain.length];
            for (int i = 0; i < plain.length; i++) {
                features[i] = plain[i];
                features[plain.length + i] = plain[i] * share;
                features[2 * plain.length + i] = plain[i] * (length - 5.2);
            }
            all.add(features);
        }
        return all;
    }

    private double[] plain(
            Phrase phrase,
            Map<String, Double> ranks,
            Map<String, Double> earlyRanks,
            Map<String, Integer> frequency,
            double most,
            Map<String, Double> yake) {
        int words = phrase.stems.size();
        double rank = 0;
        double earlyRank = 0;
        double frequent = 0;
        for (String stem : phrase.stems) {
            rank += ranks.getOrDefault(stem, 0.0);
            earlyRank += earlyRanks.getOrDefault(stem, 0.0);
            frequent += frequency.getOrDefault(stem, 0) / most;
        }
        double count = phrase.count;
        double score = yake.getOrDefault(phrase.text.toLowerCase(Locale.ROOT), 5.0);
        return new double[] {
            1,
            words == 1 ? 1 : 0,
            words == 2 ? 1 : 0,
            words == 3 ? 1 : 0,
            words >= 4 ? 1 : 0,
            Math.log(1 + phrase.place),
            phrase.place / (double) stems.size(),
            Math.log(count),
            phrase.whole == 0 ? 1 : 0,
            phrase.whole / count,
            Math.log(1 + phrase.whole),
            rank,
            rank / words,
            earlyRank / words,
            frequent / words,
            Math.log(score + 1e-4) / 5,
            phrase.capitals > 0 ? 1 : 0,
            phrase.capitals / count,
            phrase.inFirstSentence ? 1 : 0,
            words == 1 ? Math.log(stems.size()) / 5 : 0,
            GENERAL.containsAll(phrase.stems) ? 1 : 0,
            GENERAL.contains(phrase.stems.getLast()) ? 1 : 0,
            phrase.attributeFirst ? 1 : 0,
            phrase.text.indexOf('-') >= 0 ? 1 : 0,
            phrase.beforeOf / count,
            phrase.afterOf / count,
        };
    }

    private Map<String, Map<String, Double>> near() {
        Map<String, Map<String, Double>> near = new HashMap<>();
        for (int i = 0; i < stems.size(); i++) {
            String one = stems.get(i);
            for (int j = i + 1; one != null && j < Math.min(stems.size(), i + NEAR); j++) {
                String other = stems.get(j);
                if (other != null && !other.equals(one)) {
                    near.computeIfAbsent(one, k -> new HashMap<>()).merge(other, 1.0, Double::sum);
                    near.computeIfAbsent(other, k -> new HashMap<>()).merge(one, 1.0, Double::sum);
                }
            }
        }
        return near;
    }

    private static String stem(EnglishStemmer stemmer, String word) {
        stemmer.setCurrent(word);
        stemmer.stem();
        return stemmer.getCurrent();
    }
}
