package dev.sluice.cache.guard;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Judges whether two questions may share an answer, whatever their similarity: numbers, negation, opposites, names,
 * quotations, pronouns, roles, the kind of question, tense and words of time must agree. What the guards let through is
 * graded by how far the content words agree; the caller asks for more similarity the less they do.
 *
 * <p>A cosine alone cannot tell: swapping he and she, before and after, or who does it to whom, changes the meaning and
 * hardly the vector, so that wrong pairs lie above right ones.
 */
public final class Guards {

    private static final List<String> NEGATING_PREFIXES =
            List.of("un", "in", "im", "il", "ir", "dis", "non", "de", "mis", "anti");
    private static final int SHORTEST_STEM = 3;

    private final Words words;
    private final Roles roles;

    private Guards(Words words) {
        this.words = words;
        this.roles = new Roles(words);
    }

    /** With the word list that ships with the service. */
    public static Guards standard() {
        return new Guards(Words.shipped());
    }

    /** Compares two questions as they were written. */
    public Verdict compare(String one, String other) {
        return compare(Reading.of(one, words), Reading.of(other, words));
    }

    private Verdict compare(Reading a, Reading b) {
        List<String> refusals = new ArrayList<>();
        demandEqual("numbers", a.numbers(), b.numbers(), refusals);
        demandEqual("negation", a.negations(), b.negations(), refusals);
        demandEqual("pronouns", a.pronouns(), b.pronouns(), refusals);
        demandEqual("quotations", a.quoted(), b.quoted(), refusals);
        demandEqual("words of time", times(a), times(b), refusals);
        opposites(a, b, refusals);
        kinds(a, b, refusals);
        tenses(a, b, refusals);
        names(a, b, refusals);
        roles.differ(a, b).ifPresent(refusals::add);
        return new Verdict(refusals, missing(a.content(), b.content()), missing(b.content(), a.content()));
    }

    private static void demandEqual(String what, Object one, Object other, List<String> refusals) {
        if (!one.equals(other)) {
            refusals.add(what + ": " + one + " and " + other);
        }
    }

    private Set<String> times(Reading reading) {
        Set<String> times = new HashSet<>(reading.words());
        times.retainAll(words.time);
        times.removeAll(words.fillers);
        return times;
    }

    private void opposites(Reading a, Reading b, List<String> refusals) {
        Set<String> inA = Set.copyOf(a.words());
        Set<String> inB = Set.copyOf(b.words());
        for (String word : inA) {
            if (inB.contains(word)) {
                continue;
            }
            for (String opposite : words.oppositesOf(word)) {
                if (inB.contains(opposite) && !inA.contains(opposite)) {
                    refusals.add("opposites: " + word + " and " + opposite);
                }
            }
            for (String prefix : NEGATING_PREFIXES) {
                if (inB.contains(prefix + word) || isWithPrefix(word, prefix, inB)) {
                    refusals.add("opposites: " + word + " with and without " + prefix + "-");
                }
            }
        }
    }

    private static boolean isWithPrefix(String word, String prefix, Set<String> others) {
        return word.startsWith(prefix)
                && word.length() >= prefix.length() + SHORTEST_STEM
                && others.contains(word.substring(prefix.length()));
    }

    private static void kinds(Reading a, Reading b, List<String> refusals) {
        if (a.asks() != b.asks() && a.asks().isNarrow() && b.asks().isNarrow()) {
            refusals.add("kind of question: " + a.asks() + " and " + b.asks());
        }
    }

    private static void tenses(Reading a, Reading b, List<String> refusals) {
        if ((a.isOnlyPast() && b.isNeverPast()) || (b.isOnlyPast() && a.isNeverPast())) {
            refusals.add("tense: " + a.tense() + " and " + b.tense());
        }
    }

    private void names(Reading a, Reading b, List<String> refusals) {
        Set<String> onlyA = unknown(a.names(), b);
        Set<String> onlyB = unknown(b.names(), a);
        if (!onlyA.isEmpty() && !onlyB.isEmpty()) {
            refusals.add("names: " + onlyA + " and " + onlyB);
        }
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

    private int missing(Set<String> from, Set<String> in) {
        int missing = 0;
        for (String stem : from) {
            if (in.stream().noneMatch(other -> words.alike(stem, other) || Spelling.isTypo(stem, other))) {
                missing++;
            }
        }
        return missing;
    }
}
