package dev.sluice.cache.score;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * What is seen in a question. Words are in small letters with contractions written out; names are looked for in the
 * text as it was written, where there are capitals.
 *
 * @param words all words in small letters, in order
 * @param content stems of the words that carry content with their weights, in order of first appearance
 * @param numbers numbers, codes with digits, and identifiers of programs
 * @param negations how many negations
 * @param names capitalised words inside a sentence, in small letters, in order
 * @param quoted text in quotation marks or backticks
 * @param pronouns he, she and their kind, in order
 * @param asks the kind of question
 * @param tense past, present or future by the auxiliary verbs
 * @param passive whether it tells by whom something is done
 * @param trigrams runs of three letters of the words, sorted
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody, changed by nobody
record Reading(
        List<String> words,
        Map<String, Float> content,
        Set<String> numbers,
        int negations,
        List<String> names,
        Set<String> quoted,
        List<String> pronouns,
        Asks asks,
        Set<String> tense,
        boolean passive,
        int[] trigrams) {

    private static final Pattern WORD =
            Pattern.compile("[\\p{L}\\p{N}][\\p{L}\\p{M}\\p{N}_+#]*(?:['.,:/-][\\p{L}\\p{N}]+)*%?");
    private static final Pattern QUOTED =
            Pattern.compile("[\"\u201c\u00ab`]([^\"\u201d\u00bb`]{1,200})[\"\u201d\u00bb`]");
    private static final Pattern PASSIVE = Pattern.compile(
            "\\b(?:is|are|was|were|be|been|being|get|gets|got)\\b.*\\b\\p{L}+(?:ed|en|t|n|d|own|ept|old|ade)\\s+by\\b");
    /** A word in backticks, with an underscore inside, or called; begins where a word does, so that it takes linear time. */
    private static final Pattern IDENTIFIER = Pattern.compile("(?<=`_{0,2})\\p{L}[\\p{L}\\p{N}.-]*(?=_{0,2}`)"
            + "|(?<![\\p{L}\\p{N}])\\p{L}[\\p{L}\\p{N}]*(?:_+[\\p{L}\\p{N}]+)+"
            + "|(?<![\\p{L}\\p{N}])\\p{L}[\\p{L}\\p{N}_]*(?=\\(\\))");

    private static final Pattern GROUPING = Pattern.compile("(?<=\\d),(?=\\d{3})");
    private static final Pattern ORDINAL = Pattern.compile("(?<=\\d)(?:st|nd|rd|th)$");

    static Reading of(String text, Words words, Commonness commonness) {
        String plain = text.replace('\u2019', '\'').replace('\u2018', '\'');
        List<String> all = words(plain, words);
        Map<String, Float> content = new LinkedHashMap<>();
        Set<String> numbers = new TreeSet<>();
        List<String> pronouns = new ArrayList<>();
        int negations = 0;
        for (String word : all) {
            String number = words.numbers.get(word);
            if (words.negation.contains(word) || word.startsWith("non-")) {
                negations++;
            } else if (words.pronouns.contains(word)) {
                pronouns.add(word);
            } else if (number != null || word.chars().anyMatch(Character::isDigit)) {
                numbers.add(number != null ? number : withoutGrouping(word));
            } else if (words.carriesContent(word)) {
                content.merge(words.stem(word), commonness.of(word), Math::max);
            }
        }
        numbers.addAll(identifiers(plain));
        String form = String.join(" ", all);
        return new Reading(
                all,
                content,
                numbers,
                negations,
                names(plain),
                quoted(plain),
                List.copyOf(pronouns),
                Asks.of(all),
                tense(all, words),
                form.contains(" by ") && PASSIVE.matcher(form).find(),
                trigrams(form));
    }

    private static List<String> words(String plain, Words known) {
        List<String> all = new ArrayList<>();
        Matcher matcher = WORD.matcher(plain.toLowerCase(Locale.ROOT));
        while (matcher.find()) {
            String word = matcher.group();
            String written = known.contractions.get(word);
            int mark = word.indexOf('\'');
            if (written != null) {
                all.addAll(List.of(written.split(" ", -1)));
            } else if (word.endsWith("n't")) {
                all.add(word.substring(0, word.length() - 3));
                all.add("not");
            } else if (mark > 0 && known.endings.containsKey(word.substring(mark))) {
                all.add(word.substring(0, mark));
                all.add(known.endings.get(word.substring(mark)));
            } else if (!known.courtesies.contains(word)) {
                all.add(possessor(word));
            }
        }
        return List.copyOf(all);
    }

    /** What names a thing in a program. */
    private static List<String> identifiers(String text) {
        if (text.indexOf('_') < 0 && text.indexOf('`') < 0 && !text.contains("()")) {
            return List.of();
        }
        return IDENTIFIER
                .matcher(text)
                .results()
                .map(found -> found.group().toLowerCase(Locale.ROOT))
                .toList();
    }

    private static List<String> names(String text) {
        List<String> names = new ArrayList<>();
        Matcher matcher = WORD.matcher(text);
        boolean starts = true;
        int end = 0;
        while (matcher.find()) {
            starts |= endsSentence(text, end, matcher.start());
            end = matcher.end();
            String raw = possessor(matcher.group());
            if (!starts && isName(raw)) {
                names.add(raw.toLowerCase(Locale.ROOT));
            }
            starts = false;
        }
        return List.copyOf(names);
    }

    private static boolean endsSentence(String text, int from, int to) {
        for (int i = from; i < to; i++) {
            if (".?!:".indexOf(text.charAt(i)) >= 0) {
                return true;
            }
        }
        return false;
    }

    private static Set<String> quoted(String text) {
        Set<String> quoted = new HashSet<>();
        Matcher quotes = QUOTED.matcher(text);
        while (quotes.find()) {
            quoted.add(quotes.group(1).strip());
        }
        return quoted;
    }

    private static int[] trigrams(String form) {
        String padded = " " + form + " ";
        return IntStream.range(0, padded.length() - 2)
                .map(i -> (padded.charAt(i) * 31 + padded.charAt(i + 1)) * 961 + padded.charAt(i + 2))
                .sorted()
                .distinct()
                .toArray();
    }

    private static String possessor(String word) {
        return word.endsWith("'s") ? word.substring(0, word.length() - 2) : word;
    }

    private static boolean isName(String raw) {
        return Character.isUpperCase(raw.codePointAt(0)) && !raw.equals("I") && !raw.startsWith("I'");
    }

    private static String withoutGrouping(String number) {
        return ORDINAL.matcher(GROUPING.matcher(number).replaceAll("")).replaceAll("");
    }

    private static Set<String> tense(List<String> words, Words known) {
        Set<String> tense = new TreeSet<>();
        for (String word : words) {
            if (known.past.contains(word)) {
                tense.add("past");
            } else if (known.present.contains(word)) {
                tense.add("present");
            } else if (known.future.contains(word)) {
                tense.add("future");
            }
        }
        return tense;
    }

    /** Whether its auxiliary verbs tell of the past only. */
    boolean isOnlyPast() {
        return tense.equals(Set.of("past"));
    }

    /** Whether it has auxiliary verbs and none tells of the past. */
    boolean isNeverPast() {
        return !tense.isEmpty() && !tense.contains("past");
    }
}
