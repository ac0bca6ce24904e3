package dev.sluice.cache.guard;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Judges whether two questions may share an answer, whatever their similarity: numbers, negation, opposites, names,
 * quotations, pronouns, roles, the kind of question and words of time must agree. What the guards let through is graded
 * by how far the content words agree; the caller asks for more similarity the less they do.
 *
 * <p>A cosine alone cannot tell: swapping he and she, before and after, or who does it to whom, changes the meaning and
 * hardly the vector, so that wrong pairs lie above right ones.
 */
public final class Guards {

    private final Words words;

    private Guards(Words words) {
        this.words = words;
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
        if (!a.numbers().equals(b.numbers())) {
            refusals.add("numbers: " + a.numbers() + " and " + b.numbers());
        }
        if (a.negations() != b.negations()) {
            refusals.add("negation: " + a.negations() + " and " + b.negations());
        }
        if (!a.pronouns().equals(b.pronouns())) {
            refusals.add("pronouns: " + a.pronouns() + " and " + b.pronouns());
        }
        if (!a.quoted().equals(b.quoted())) {
            refusals.add("quotations differ");
        }
        opposites(a, b, refusals);
        if (asksOtherwise(a.asks(), b.asks())) {
            refusals.add("kind of question: " + a.asks() + " and " + b.asks());
        }
        if (isOnly("past", a) && isNever("past", b) || isOnly("past", b) && isNever("past", a)) {
            refusals.add("tense: " + a.tense() + " and " + b.tense());
        }
        times(a, b, refusals);
        Set<String> onlyA = missing(a.content(), b.content());
        Set<String> onlyB = missing(b.content(), a.content());
        names(a, b, refusals);
        roles(a, b, refusals);
        return new Verdict(List.copyOf(refusals), onlyA.size(), onlyB.size());
    }

    private void opposites(Reading a, Reading b, List<String> refusals) {
        Set<String> inA = new HashSet<>(a.words());
        Set<String> inB = new HashSet<>(b.words());
        for (String word : inA) {
            if (!inB.contains(word)) {
                for (String opposite : words.oppositesOf(word)) {
                    if (inB.contains(opposite) && !inA.contains(opposite)) {
                        refusals.add("opposites: " + word + " and " + opposite);
                    }
                }
                for (String prefix : List.of("un", "in", "im", "il", "ir", "dis", "non", "de", "mis", "anti")) {
                    if (inB.contains(prefix + word)
                            || (word.startsWith(prefix)
                                    && inB.contains(word.substring(prefix.length()))
                                    && word.length() > prefix.length() + 2)) {
                        refusals.add("opposites: " + word + " with and without " + prefix + "-");
                    }
                }
            }
        }
    }

    private static boolean asksOtherwise(Reading.Asks a, Reading.Asks b) {
        return a != b && isNarrow(a) && isNarrow(b);
    }

    private static boolean isNarrow(Reading.Asks asks) {
        return switch (asks) {
            case WHO, WHEN, WHERE, WHY, HOW_MUCH, HOW_LONG -> true;
            case HOW, WHAT, YES_NO, OTHER -> false;
        };
    }

    private static boolean isOnly(String tense, Reading reading) {
        return reading.tense().equals(Set.of(tense));
    }

    private static boolean isNever(String tense, Reading reading) {
        return !reading.tense().isEmpty() && !reading.tense().contains(tense);
    }

    private void times(Reading a, Reading b, List<String> refusals) {
        Set<String> inA = new HashSet<>(a.words());
        inA.retainAll(words.time);
        inA.removeAll(words.fillers);
        Set<String> inB = new HashSet<>(b.words());
        inB.retainAll(words.time);
        inB.removeAll(words.fillers);
        if (!inA.equals(inB)) {
            refusals.add("words of time: " + inA + " and " + inB);
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
            if (!other.words().contains(name) && other.words().stream().noneMatch(w -> Spelling.isTypo(name, w))) {
                unknown.add(name);
            }
        }
        unknown.removeAll(words.stop);
        return unknown;
    }

    /**
     * Who does it to whom: the order of the names, unless one is told by whom and the other is not; and what stands on
     * which side of a word of direction, as in converting one to the other.
     */
    private void roles(Reading a, Reading b, List<String> refusals) {
        List<String> namesA =
                a.names().stream().filter(b.names()::contains).distinct().toList();
        List<String> namesB =
                b.names().stream().filter(a.names()::contains).distinct().toList();
        boolean sameOrder = namesA.equals(namesB);
        if (namesA.size() >= 2 && (a.passive() != b.passive() ? sameOrder : !sameOrder && !isSymmetric(a))) {
            refusals.add("roles: " + namesA + " and " + namesB);
            return;
        }
        for (String direction : words.direction) {
            List<String> sidesA = sides(a, direction);
            List<String> sidesB = sides(b, direction);
            if (sidesA.size() == 2 && sidesA.equals(sidesB.reversed()) && !sidesA.equals(sidesB) && !isSymmetric(a)) {
                refusals.add("roles: " + direction + " the other way round");
            }
        }
    }

    /** The content words next to a word, before and after; empty when one is missing. */
    private List<String> sides(Reading reading, String pivot) {
        int at = reading.words().indexOf(pivot);
        if (at < 0) {
            return List.of();
        }
        List<String> before = reading.words().subList(0, at).reversed();
        List<String> after = reading.words().subList(at + 1, reading.words().size());
        for (String left : before) {
            if (isContent(left)) {
                for (String right : after) {
                    if (isContent(right)) {
                        return List.of(words.stem(left), words.stem(right));
                    }
                }
            }
        }
        return List.of();
    }

    private boolean isSymmetric(Reading reading) {
        return reading.words().stream().anyMatch(words.symmetric::contains);
    }

    private boolean isContent(String word) {
        return !words.stop.contains(word) && !words.asking.contains(word);
    }

    private Set<String> missing(Set<String> from, Set<String> in) {
        Set<String> missing = new HashSet<>();
        for (String stem : from) {
            if (in.stream().noneMatch(other -> words.alike(stem, other) || Spelling.isTypo(stem, other))) {
                missing.add(stem);
            }
        }
        return missing;
    }
}
