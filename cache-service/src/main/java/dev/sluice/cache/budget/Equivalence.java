package dev.sluice.cache.budget;

import dev.sluice.kit.canonical.Canonical;
import java.util.Optional;
import java.util.function.Function;

/**
 * Compares two answers: whether who was given the one would have learned the same from the other. Words first (yes and
 * no, numbers, names), then what share of content words and how much of the meaning agree. What is neither clearly the
 * same nor clearly different is unsure.
 *
 * <p>The bounds were chosen on model answers to equal and to neighbouring questions; {@code EquivalenceTest} holds the
 * like of them.
 */
public final class Equivalence {

    /** Short answers are facts: all their numbers and names count. */
    private static final int FEW_WORDS = 20;

    /** Cosines of the meanings. */
    private static final double ALIKE = 0.93;

    private static final double CLOSE = 0.9;
    private static final double LIKE = 0.86;
    private static final double FOREIGN = 0.72;
    /** Parts of the content words of the answer with fewer of them. */
    private static final double NEARLY_ALL = 0.75;

    private static final double MOST_WORDS = 0.6;
    private static final double MANY_WORDS = 0.5;
    private static final double SOME_WORDS = 0.3;
    private static final double HARDLY_ANY = 0.12;

    private final Canonical canonical = Canonical.standard();
    private final Function<String, Optional<float[]>> vectors;

    /** @param vectors the meaning of a text as a vector of length 1; nothing if it cannot be had now */
    public Equivalence(Function<String, Optional<float[]>> vectors) {
        this.vectors = vectors;
    }

    /** Whether two answers tell the same. */
    public Result compare(String one, String other) {
        Telling a = Telling.of(one, canonical);
        Telling b = Telling.of(other, canonical);
        if (a.canonical().equals(b.canonical())) {
            return Result.SAME;
        }
        if (a.declines() != b.declines()
                || (a.stance() != null && b.stance() != null && !a.stance().equals(b.stance()))) {
            return Result.DIFFERENT;
        }
        boolean brief = Math.min(a.words().size(), b.words().size()) <= FEW_WORDS;
        double numbers = Telling.shared(a.numbers(), b.numbers());
        double names = Telling.shared(a.names(), b.names());
        double words = Telling.shared(a.words(), b.words());
        if (brief && (numbers < MANY_WORDS || (names == 0 && words < MANY_WORDS))) {
            return Result.DIFFERENT;
        }
        Optional<float[]> x = vectors.apply(one);
        Optional<float[]> y = vectors.apply(other);
        if (x.isEmpty() || y.isEmpty()) {
            return words < HARDLY_ANY ? Result.DIFFERENT : Result.UNSURE;
        }
        double meaning = dot(x.get(), y.get());
        if (meaning < FOREIGN || (words < HARDLY_ANY && meaning < LIKE)) {
            return Result.DIFFERENT;
        }
        return isSame(brief, meaning, words, numbers, names) ? Result.SAME : Result.UNSURE;
    }

    private static boolean isSame(boolean brief, double meaning, double words, double numbers, double names) {
        if (brief) {
            return numbers == 1
                    && names > 0
                    && ((meaning >= ALIKE && words >= MOST_WORDS) || (meaning >= CLOSE && words >= NEARLY_ALL));
        }
        return numbers >= MANY_WORDS
                && ((meaning >= ALIKE && words >= SOME_WORDS) || (meaning >= LIKE && words >= MANY_WORDS));
    }

    private static double dot(float[] a, float[] b) {
        double sum = 0;
        for (int i = 0; i < Math.min(a.length, b.length); i++) {
            sum += (double) a[i] * b[i];
        }
        return sum;
    }
}
