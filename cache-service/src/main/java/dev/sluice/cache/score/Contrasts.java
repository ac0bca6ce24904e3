package dev.sluice.cache.score;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Small differences that turn the meaning and hardly the vector: numbers, names, opposites, negation, who and when. */
final class Contrasts {

    private static final List<String> NEGATING_PREFIXES =
            List.of("un", "in", "im", "il", "ir", "dis", "non", "de", "mis", "anti");
    private static final int SHORTEST_STEM = 3;

    private final Words words;
    private final Roles roles;

    Contrasts(Words words) {
        this.words = words;
        this.roles = new Roles(words);
    }

    void put(Reading a, Reading b, Values to) {
        lack(Feature.NUMBERS_BOTH, Feature.NUMBERS_ONE, lacks(a.numbers(), b), lacks(b.numbers(), a), to);
        Set<String> namesA = unknown(a.names(), b);
        Set<String> namesB = unknown(b.names(), a);
        lack(Feature.NAMES_BOTH, Feature.NAMES_ONE, !namesA.isEmpty(), !namesB.isEmpty(), to);
        to.put(Feature.NAMES_SHARED, (float)
                a.names().stream().distinct().filter(b.names()::contains).count());
        int opposites = opposites(a, b);
        int negation = Math.abs(a.negations() - b.negations());
        to.put(Feature.OPPOSITES, opposites);
        to.put(Feature.NEGATION, negation);
        to.put(Feature.REVERSED, (opposites + negation) % 2 == 1);
        to.put(Feature.PRONOUNS, !a.pronouns().equals(b.pronouns()));
        to.put(Feature.ROLES, roles.differ(a, b));
        to.put(Feature.PASSIVE, a.passive() != b.passive());
        to.put(Feature.KIND, kind(a.asks(), b.asks()));
        to.put(Feature.TENSE, (a.isOnlyPast() && b.isNeverPast()) || (b.isOnlyPast() && a.isNeverPast()));
        to.put(Feature.TIMES, !times(a).equals(times(b)));
        to.put(Feature.QUOTED, !a.quoted().equals(b.quoted()));
        to.put(Feature.JOINED, joined(a) != joined(b));
    }

    private static void lack(Feature both, Feature one, boolean first, boolean second, Values to) {
        to.put(both, first && second);
        to.put(one, first != second);
    }

    private static boolean lacks(Set<String> numbers, Reading in) {
        return numbers.stream()
                .anyMatch(
                        number -> !in.numbers().contains(number) && !in.words().contains(number));
    }

    private Set<String> unknown(List<String> names, Reading other) {
        Set<String> unknown = new HashSet<>();
        for (String name : names) {
            if (!words.stop.contains(name) && other.words().stream().noneMatch(word -> Spelling.isTypo(name, word))) {
                unknown.add(name);
            }
        }
        return unknown;
    }

    private int opposites(Reading a, Reading b) {
        Set<String> inA = new HashSet<>(a.words());
        Set<String> inB = new HashSet<>(b.words());
        int opposites = 0;
        for (String word : inA) {
            if (!inB.contains(word) && hasOpposite(word, inA, inB)) {
                opposites++;
            }
        }
        return opposites;
    }

    private boolean hasOpposite(String word, Set<String> inA, Set<String> inB) {
        for (String opposite : words.oppositesOf(word)) {
            if (inB.contains(opposite) && !inA.contains(opposite)) {
                return true;
            }
        }
        for (String prefix : NEGATING_PREFIXES) {
            boolean without = word.startsWith(prefix)
                    && word.length() >= prefix.length() + SHORTEST_STEM
                    && inB.contains(word.substring(prefix.length()));
            if (without || inB.contains(prefix + word)) {
                return true;
            }
        }
        return false;
    }

    private static int kind(Asks one, Asks other) {
        if (one == other) {
            return 0;
        }
        return one.isNarrow() && other.isNarrow() ? 2 : 1;
    }

    private Set<String> times(Reading reading) {
        Set<String> times = new HashSet<>(reading.words());
        times.retainAll(words.time);
        times.removeAll(words.fillers);
        return times;
    }

    private static int joined(Reading reading) {
        return (reading.words().contains("or") ? 1 : 0) + (reading.words().contains("and") ? 2 : 0);
    }
}
