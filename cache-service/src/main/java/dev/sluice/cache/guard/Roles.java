package dev.sluice.cache.guard;

import java.util.List;
import java.util.Optional;

/** Who does it to whom, and what stands on which side of a word of direction. */
final class Roles {

    private final Words words;

    Roles(Words words) {
        this.words = words;
    }

    /** Why the roles differ, if they do. */
    Optional<String> differ(Reading a, Reading b) {
        List<String> namesA = shared(a, b);
        List<String> namesB = shared(b, a);
        if (namesA.size() >= 2 && areSwapped(a, b, namesA.equals(namesB))) {
            return Optional.of("roles: " + namesA + " and " + namesB);
        }
        return words.direction.stream()
                .filter(direction -> isTurned(a, b, direction))
                .findFirst()
                .map(direction -> "roles: the other way round at '" + direction + "'");
    }

    /** Told by whom in one question only, the order of the names turns with it. */
    private boolean areSwapped(Reading a, Reading b, boolean sameOrder) {
        if (a.passive() != b.passive()) {
            return sameOrder;
        }
        return !sameOrder && !isSymmetric(a);
    }

    private boolean isTurned(Reading a, Reading b, String direction) {
        List<String> inA = sides(a, direction);
        List<String> inB = sides(b, direction);
        return inA.size() == 2 && inA.equals(inB.reversed()) && !inA.equals(inB) && !isSymmetric(a);
    }

    private boolean isSymmetric(Reading reading) {
        return reading.words().stream().anyMatch(words.symmetric::contains);
    }

    private static List<String> shared(Reading one, Reading other) {
        return one.names().stream().filter(other.names()::contains).distinct().toList();
    }

    /** The nearest content words before and after a word; empty when one is missing. */
    private List<String> sides(Reading reading, String pivot) {
        int at = reading.words().indexOf(pivot);
        if (at < 0) {
            return List.of();
        }
        Optional<String> before = firstContent(reading.words().subList(0, at).reversed());
        Optional<String> after =
                firstContent(reading.words().subList(at + 1, reading.words().size()));
        return before.isPresent() && after.isPresent() ? List.of(before.get(), after.get()) : List.of();
    }

    private Optional<String> firstContent(List<String> from) {
        return from.stream().filter(words::carriesContent).findFirst().map(words::stem);
    }
}
