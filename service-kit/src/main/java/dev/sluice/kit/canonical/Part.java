package dev.sluice.kit.canonical;

import java.util.List;

/** A part of a pattern, as it is written. */
sealed interface Part {

    /** These characters. */
    record Text(String text) implements Part {}

    /**
     * Some characters of a set, as many as there are.
     *
     * @param least at least so many
     * @param isOpen whether there may be more
     */
    record Run(Chars chars, int least, boolean isOpen) implements Part {}

    /** One after the other. */
    record Row(List<Part> parts) implements Part {}

    /** One of them, the earlier rather than the later. */
    record Choice(List<Part> parts) implements Part {}

    /** What the replacement may repeat. */
    record Group(Part part) implements Part {}

    /** A place between characters. */
    enum Spot implements Part {
        START,
        END,
        EDGE_OF_WORD
    }

    /** Something that has to follow and is not taken. */
    record Ahead(Part part) implements Part {}

    /** Something that must not stand before. */
    record NotBehind(Part part) implements Part {}

    /** Whether it takes characters; a place or condition does not. */
    default boolean takes() {
        return switch (this) {
            case Spot spot -> false;
            case Ahead ahead -> false;
            case NotBehind behind -> false;
            case Text text -> true;
            case Run run -> true;
            case Row row -> true;
            case Choice choice -> true;
            case Group group -> true;
        };
    }

    /** The fewest characters that it takes. */
    default int least() {
        return switch (this) {
            case Text(String text) -> text.length();
            case Run run -> run.least();
            case Row(List<Part> parts) -> parts.stream().mapToInt(Part::least).sum();
            case Choice(List<Part> parts) ->
                parts.stream().mapToInt(Part::least).min().orElse(0);
            case Group(Part part) -> part.least();
            case Spot spot -> 0;
            case Ahead ahead -> 0;
            case NotBehind behind -> 0;
        };
    }

    /** The most characters that it takes. An {@link IllegalArgumentException} when there is no such number. */
    default int most() {
        return switch (this) {
            case Text(String text) -> text.length();
            case Run run -> {
                if (run.isOpen()) {
                    throw new IllegalArgumentException("what must not stand before has to be of bounded length");
                }
                yield run.least();
            }
            case Row(List<Part> parts) -> parts.stream().mapToInt(Part::most).sum();
            case Choice(List<Part> parts) ->
                parts.stream().mapToInt(Part::most).max().orElse(0);
            case Group(Part part) -> part.most();
            case Spot spot -> 0;
            case Ahead ahead -> 0;
            case NotBehind behind -> 0;
        };
    }

    /** The characters with which it can begin, if it takes any. */
    default Chars first() {
        return switch (this) {
            case Text(String text) -> text.isEmpty() ? Chars.NONE : Chars.of(text.substring(0, 1));
            case Run run -> run.chars();
            case Row(List<Part> parts) -> {
                Chars first = Chars.NONE;
                for (Part part : parts) {
                    first = first.or(part.first());
                    if (part.least() > 0) {
                        break;
                    }
                }
                yield first;
            }
            case Choice(List<Part> parts) -> parts.stream().map(Part::first).reduce(Chars.NONE, Chars::or);
            case Group(Part part) -> part.first();
            case Spot spot -> Chars.NONE;
            case Ahead ahead -> Chars.NONE;
            case NotBehind behind -> Chars.NONE;
        };
    }

    /** Words of which one is in everything that fits; none when there are no such words. */
    default List<String> words() {
        return switch (this) {
            case Text(String text) -> List.of(text);
            case Run run -> List.of();
            case Row(List<Part> parts) ->
                parts.stream().map(Part::words).reduce(List.of(), (a, b) -> shortest(b) >= shortest(a) ? b : a);
            case Choice(List<Part> parts) ->
                parts.stream().allMatch(part -> shortest(part.words()) > 0)
                        ? parts.stream().flatMap(part -> part.words().stream()).toList()
                        : List.of();
            case Group(Part part) -> part.words();
            case Spot spot -> List.of();
            case Ahead ahead -> List.of();
            case NotBehind behind -> List.of();
        };
    }

    /** Sets of characters of each of which one is in everything that fits. */
    default List<Chars> needs() {
        return switch (this) {
            case Run run when run.least() > 0 -> List.of(run.chars());
            case Row(List<Part> parts) ->
                parts.stream().flatMap(part -> part.needs().stream()).toList();
            case Group(Part part) -> part.needs();
            default -> List.of();
        };
    }

    private static int shortest(List<String> words) {
        return words.stream().mapToInt(String::length).min().orElse(0);
    }
}
