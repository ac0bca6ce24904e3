package dev.sluice.cache.guard;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the guards see in a question.
 *
 * @param words all words in small letters, in order
 * @param content stems of the words that carry content, in order of first appearance
 * @param numbers numbers and codes with digits
 * @param negations how many negations
 * @param names capitalised words inside a sentence, in small letters, in order
 * @param quoted text in quotation marks or backticks
 * @param pronouns he, she and their kind, in order
 * @param asks the kind of question
 * @param tense past, present or future by the auxiliary verbs
 * @param passive whether it tells by whom something is done
 */
record Reading(
        List<String> words,
        Set<String> content,
        Set<String> numbers,
        int negations,
        List<String> names,
        Set<String> quoted,
        List<String> pronouns,
        Asks asks,
        Set<String> tense,
        boolean passive) {

    private static final Pattern WORD =
            Pattern.compile("[\\p{L}\\p{N}][\\p{L}\\p{M}\\p{N}_+#]*(?:['.,:/-][\\p{L}\\p{N}]+)*%?");
    private static final Pattern QUOTED =
            Pattern.compile("[\"\u201c\u00ab`]([^\"\u201d\u00bb`]{1,200})[\"\u201d\u00bb`]");
    private static final Pattern PASSIVE = Pattern.compile(
            "\\b(?:is|are|was|were|be|been|being|get|gets|got)\\b.*\\b\\p{L}+(?:ed|en|t|n|d|own|ept|old|ade)\\s+by\\b");

    static Reading of(String text, Words words) {
        String plain = text.replace('\u2019', '\'').replace('\u2018', '\'');
        List<String> all = new ArrayList<>();
        Set<String> content = new LinkedHashSet<>();
        Set<String> numbers = new TreeSet<>();
        List<String> names = new ArrayList<>();
        List<String> pronouns = new ArrayList<>();
        int negations = 0;
        boolean starts = true;
        int end = 0;
        Matcher matcher = WORD.matcher(plain);
        while (matcher.find()) {
            starts |= plain.substring(end, matcher.start()).matches(".*[.?!:].*");
            end = matcher.end();
            String raw = possessor(matcher.group());
            String word = raw.toLowerCase(Locale.ROOT);
            if (isNegated(word, words)) {
                negations++;
            }
            if (words.pronouns.contains(word)) {
                pronouns.add(word);
            }
            String number = words.numbers.get(word);
            if (number != null || word.chars().anyMatch(Character::isDigit)) {
                numbers.add(number != null ? number : withoutGrouping(word));
            } else if (!isPlain(word, words)) {
                content.add(words.stem(word));
            }
            if (!starts && isName(raw)) {
                names.add(word);
            }
            all.add(word);
            starts = false;
        }
        Set<String> quoted = new HashSet<>();
        Matcher quotes = QUOTED.matcher(plain);
        while (quotes.find()) {
            quoted.add(quotes.group(1).strip());
        }
        return new Reading(
                List.copyOf(all),
                content,
                numbers,
                negations,
                List.copyOf(names),
                quoted,
                List.copyOf(pronouns),
                Asks.of(all),
                tense(all, words),
                PASSIVE.matcher(plain.toLowerCase(Locale.ROOT)).find());
    }

    private static String possessor(String word) {
        return word.endsWith("'s") ? word.substring(0, word.length() - 2) : word;
    }

    private static boolean isNegated(String word, Words words) {
        return words.negation.contains(word)
                || word.endsWith("n't")
                || word.equals("cannot")
                || word.startsWith("non-");
    }

    private static boolean isPlain(String word, Words words) {
        return !words.carriesContent(word)
                || words.negation.contains(word)
                || words.pronouns.contains(word)
                || word.indexOf('\'') >= 0
                || word.equals("cannot");
    }

    private static boolean isName(String raw) {
        return Character.isUpperCase(raw.codePointAt(0)) && !raw.equals("I") && !raw.startsWith("I'");
    }

    private static String withoutGrouping(String number) {
        return number.replaceAll("(?<=\\d),(?=\\d{3})", "").replaceAll("(?<=\\d)(?:st|nd|rd|th)$", "");
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
