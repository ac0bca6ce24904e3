package dev.sluice.cache.budget;

import dev.sluice.kit.canonical.Canonical;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What an answer tells, as far as words show.
 *
 * @param canonical its canonical form
 * @param words the words that carry content, shortened to their first letters so that their forms are one
 * @param numbers its numbers, without grouping and closing zeros
 * @param names words with a capital inside a sentence, in small letters
 * @param stance whether it begins with yes or with no; absent if it begins with neither
 * @param declines whether it says that it cannot answer
 */
record Telling(
        String canonical,
        Set<String> words,
        Set<String> numbers,
        Set<String> names,
        @Nullable Boolean stance,
        boolean declines) {

    private static final int STEM = 6;
    private static final int SHORTEST_WORD = 3;
    private static final Pattern WORD = Pattern.compile("\\p{L}[\\p{L}\\p{M}'\u2019-]*|\\d+(?:[.,]\\d+)*");
    private static final Pattern DECLINES =
            Pattern.compile("\\b(?:i (?:do not|don't|cannot|can't|am unable|am not able|have no)|(?:i'm|i am) sorry"
                    + "|as an ai\\b|no information)\\b");
    private static final Set<String> YES = Set.of("yes", "yeah", "yep", "certainly", "absolutely", "correct", "true");
    private static final Set<String> NO = Set.of("no", "nope", "incorrect", "false", "never", "not");
    private static final Set<String> PLAIN = Set.of(
            "the", "and", "are", "was", "were", "for", "that", "this", "with", "you", "your", "can", "from", "have",
            "has", "had", "will", "not", "but", "its", "it's", "their", "there", "here", "they", "them", "then", "than",
            "which", "what", "when", "where", "who", "how", "also", "been", "being", "does", "did", "into", "such",
            "these", "those", "would", "could", "should", "may", "might", "more", "most", "some", "any", "all", "each",
            "other", "about", "use", "used", "using", "one", "his", "her", "she", "our", "out", "very", "just", "well");

    static Telling of(String answer, Canonical canonical) {
        Set<String> words = new LinkedHashSet<>();
        Set<String> numbers = new HashSet<>();
        Set<String> names = new HashSet<>();
        Boolean stance = null;
        boolean first = true;
        int end = 0;
        Matcher matcher = WORD.matcher(answer);
        while (matcher.find()) {
            String raw = matcher.group().replace('\u2019', '\'');
            String word = raw.toLowerCase(Locale.ROOT);
            boolean starts = first || answer.substring(end, matcher.start()).matches("(?s).*[.?!:\n\"*#].*");
            end = matcher.end();
            if (first) {
                stance = YES.contains(word) ? Boolean.TRUE : NO.contains(word) ? Boolean.FALSE : null;
            }
            first = false;
            if (Character.isDigit(raw.charAt(0))) {
                numbers.add(number(raw));
            } else if (word.length() >= SHORTEST_WORD && !PLAIN.contains(word)) {
                words.add(word.length() <= STEM ? word : word.substring(0, STEM));
                if (!starts && Character.isUpperCase(raw.charAt(0))) {
                    names.add(word);
                }
            }
        }
        return new Telling(
                canonical.of(answer),
                words,
                numbers,
                names,
                stance,
                DECLINES.matcher(answer.toLowerCase(Locale.ROOT).replace('\u2019', '\''))
                        .find());
    }

    private static String number(String raw) {
        String plain = raw.replaceAll(",(?=\\d{3}(?:\\D|$))", "");
        return plain.contains(".") ? plain.replaceAll("\\.?0+$", "") : plain;
    }

    /** The part of the smaller set, 0 to 1, that is in the other one too; 1 if it is empty. */
    static double shared(Set<String> one, Set<String> other) {
        Set<String> small = one.size() <= other.size() ? one : other;
        Set<String> large = one.size() <= other.size() ? other : one;
        return small.isEmpty()
                ? 1
                : (double) small.stream().filter(large::contains).count() / small.size();
    }
}
