package dev.sluice.cache.freshness;

import dev.sluice.kit.canonical.Canonical;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Whether two answers to one question say the same: equal in canonical form, or with mostly the same words and the same
 * numbers. A model that words an answer quite differently is taken to have changed its mind, which only means that it is
 * asked sooner the next time.
 */
final class SameAnswer {

    private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}]+(?:[.,:][\\p{N}]+)*");
    private static final double SHORT_OVERLAP = 0.6;
    private static final double LONG_OVERLAP = 0.5;
    private static final int SHORT = 30;
    private static final double NUMBERS = 0.6;

    private final Canonical canonical = Canonical.standard();

    boolean isSame(String before, String now) {
        if (before.equals(now) || canonical.of(before).equals(canonical.of(now))) {
            return true;
        }
        Set<String> words = words(before);
        Set<String> others = words(now);
        boolean brief = Math.min(words.size(), others.size()) <= SHORT;
        Set<String> numbers = numbers(words);
        Set<String> otherNumbers = numbers(others);
        boolean sameNumbers = brief ? numbers.equals(otherNumbers) : overlap(numbers, otherNumbers) >= NUMBERS;
        return sameNumbers && overlap(words, others) >= (brief ? SHORT_OVERLAP : LONG_OVERLAP);
    }

    private Set<String> words(String text) {
        Set<String> words = new HashSet<>();
        Matcher word = WORD.matcher(Canonical.surface(text));
        while (word.find()) {
            words.add(word.group());
        }
        return words;
    }

    private static Set<String> numbers(Set<String> words) {
        Set<String> numbers = new HashSet<>(words);
        numbers.removeIf(word -> !Character.isDigit(word.charAt(0)));
        return numbers;
    }

    /** What both have, by the smaller of them; 1 for two empty ones. */
    private static double overlap(Set<String> one, Set<String> other) {
        if (one.isEmpty() || other.isEmpty()) {
            return one.isEmpty() && other.isEmpty() ? 1 : 0;
        }
        Set<String> both = new HashSet<>(one);
        both.retainAll(other);
        return (double) both.size() / Math.min(one.size(), other.size());
    }
}
