package dev.sluice.cache.score;

import java.util.List;

/**
 * What is looked at in two questions, in the order in which the trained trees name it. "Missing" are content words of
 * one question that the other has in no form; "less" and "more" are the smaller and the larger of the two sides.
 */
public enum Feature {
    COSINE(1, "cosine of the two vectors"),
    GAP(0, "how much nearer it is than the nearest of the others; 0.2 when there is none"),
    LEAD(-1, "how much nearer the nearest candidate is"),
    CROWD(0, "candidates within 0.03 of it"),
    DENSITY(0, "mean cosine of the other candidates; 0.7 when there are none"),
    LEAD_WORDS(1, "how much more of the content it shares than the best of the other candidates"),
    ELSEWHERE(-1, "weight of the rarest word of the question that it lacks and another candidate has"),
    SPECIAL(
            -1,
            "weight of the rarest word of its own that the question lacks, by the share of other candidates without it"),
    SHARED(1, "share of the content that both have, by weight"),
    COVER_LESS(1, "share of a question's content that the other has, the smaller"),
    COVER_MORE(1, "share of a question's content that the other has, the larger"),
    MISSING_LESS(-1, "content words missing, the smaller"),
    MISSING_MORE(-1, "content words missing, the larger"),
    RAREST_LESS(-1, "weight of the rarest missing word, the smaller"),
    RAREST_MORE(-1, "weight of the rarest missing word, the larger"),
    SYNONYMS(0, "content words that agree by a list of synonyms"),
    TYPOS(0, "content words that agree but for a slip of the finger"),
    KIN(0, "content words that agree in their beginning"),
    CONTENT_LESS(0, "content words, the fewer"),
    CONTENT_MORE(0, "content words, the more"),
    WEIGHT(0, "weight of the rarest word both have"),
    LENGTH_LESS(0, "words, the fewer"),
    LENGTH_RATIO(0, "words of the shorter per word of the longer"),
    WORDS(1, "share of all words that both have"),
    BIGRAMS(1, "share of neighbouring words that both have"),
    TRIGRAMS(1, "share of runs of three letters that both have"),
    EDIT(-1, "words to change, per word of the longer"),
    SPAN_LESS(0, "words between the equal beginning and the equal end, the fewer"),
    SPAN_MORE(0, "words between the equal beginning and the equal end, the more"),
    BEGINNING(0, "equal words at the beginning, per word of the shorter"),
    END(0, "equal words at the end, per word of the shorter"),
    INVERSIONS(-1, "share of the pairs of common content words in the other order"),
    SMALL_WORDS(-1, "words without content that one question lacks"),
    NUMBERS_BOTH(-1, "1 when each has a number, or a name out of a program, that the other lacks"),
    NUMBERS_ONE(-1, "1 when only one has a number, or a name out of a program, that the other lacks"),
    NAMES_BOTH(-1, "1 when each has a name the other lacks"),
    NAMES_ONE(-1, "1 when only one has a name the other lacks"),
    NAMES_SHARED(0, "names both have"),
    OPPOSITES(0, "opposites: on for off, before for after"),
    NEGATION(0, "negations that one has more"),
    REVERSED(-1, "1 when opposites and negations together turn the sense"),
    PRONOUNS(-1, "1 when he, she and their kind differ"),
    ROLES(-1, "1 when who does it to whom differs"),
    PASSIVE(0, "1 when one tells by whom it is done and the other does not"),
    KIND(-1, "kind of question: 0 the same, 1 another, 2 another whose answer is of no use"),
    TENSE(-1, "1 when one is only of the past and the other not"),
    TIMES(-1, "1 when words of time differ"),
    QUOTED(-1, "1 when quotations differ"),
    JOINED(-1, "1 when and and or differ"),
    FIRST_WORD(0, "1 when the first words are the same");

    private final int direction;
    private final String says;

    Feature(int direction, String says) {
        this.direction = direction;
        this.says = says;
    }

    private static final List<Feature> ALL = List.of(values());

    /** All, in their order. */
    public static List<Feature> all() {
        return ALL;
    }

    /** Its place among the values of a pair; a model names features by it, and its header lists them in order. */
    @SuppressWarnings("EnumOrdinal")
    public int place() {
        return ordinal();
    }

    /** Whether it is about the other candidates, and not about the two questions themselves. */
    public boolean isOfNeighbourhood() {
        return switch (this) {
            case GAP, LEAD, CROWD, DENSITY, LEAD_WORDS, ELSEWHERE, SPECIAL -> true;
            default -> false;
        };
    }

    /** 1 when more of it can only speak for sharing, -1 when it can only speak against, 0 when it depends. */
    public int direction() {
        return direction;
    }

    /** What it is, in words. */
    public String says() {
        return says;
    }
}
