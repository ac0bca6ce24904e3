package dev.sluice.cache.score;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Who does it to whom, and what stands on which side of a word of direction. */
final class Roles {

    private final Words words;

    Roles(Words words) {
        this.words = words;
    }

    /** Whether the roles differ. */
    boolean differ(Reading a, Reading b) {
        List<String> namesA = shared(a, b);
        List<String> namesB = shared(b, a);
        if (namesA.size() >= 2 && areSwapped(a, b, namesA.equals(namesB))) {
            return true;
        }
        return words.direction.stream().anyMatch(direction -> isTurned(a, b, direction));
    }

    /** Told by whom in one question only, the order of the names turns with it. */
    private boolean areSwapped(Reading a, Reading b, boolean sameOrder) {
        if (a.passive() != b.passive()) {
            return sameOrder;
        }
        return !sameOrder && !isSymmetric(a);
    }

    /** Whether two things have changed sides of a word. */
    private boolean isTurned(Reading a, Reading b, String direction) {
        int inA = a.words().indexOf(direction);
        int inB = b.words().indexOf(direction);
        return inA >= 0
                && inB >= 0
                && meet(content(a.words().subList(0, inA)), content(after(b, inB)))
                && meet(content(after(a, inA)), content(b.words().subList(0, inB)))
                && !isSymmetric(a);
    }

    private static boolean meet(Set<String> one, Set<String> other) {
        return one.stream().anyMatch(other::contains);
    }

    private static List<String> after(Reading reading, int pivot) {
        return reading.words().subList(pivot + 1, reading.words().size());
    }

    private Set<String> content(List<String> part) {
        return part.stream().filter(words::carriesContent).map(words::stem).collect(Collectors.toSet());
    }

    private boolean isSymmetric(Reading reading) {
        return reading.words().stream().anyMatch(words.symmetric::contains);
    }

    private static List<String> shared(Reading one, Reading other) {
        return one.names().stream().filter(other.names()::contains).distinct().toList();
    }
}
