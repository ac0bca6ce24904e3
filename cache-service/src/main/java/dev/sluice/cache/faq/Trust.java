package dev.sluice.cache.faq;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * How confident a guess must be. A fifth of the phrasings is held back and a tenth of the answers left out altogether; a
 * matcher trained on the rest is tried on both. Phrasings of answers left out stand for questions that no answer fits. The
 * cut is the least one whose wrong answers, one more counted for what was not seen, stay within the allowed part of all
 * trials (conformal risk control, Angelopoulos et al. 2022). Too few trials to show that much give no cut at all: then
 * guesses are not believed and only phrasings that mean the same as the question answer it.
 */
public final class Trust {

    /** More than any confidence: nothing is believed. */
    static final double NEVER = 2;

    private static final int HELD_BACK = 5;
    private static final int LEFT_OUT = 10;

    /** What a guess said and whether it was right. */
    private record Trial(double confidence, boolean right) {}

    private final List<Trial> trials;

    private Trust(List<Trial> trials) {
        this.trials = trials;
    }

    /** Tries how far a matcher for these phrasings can be believed; takes about as long as training one. */
    public static Trust of(List<Phrasing> phrasings, int answers) {
        Set<Integer> out = IntStream.range(0, answers)
                .filter(answer -> answer % LEFT_OUT == LEFT_OUT - 1)
                .boxed()
                .collect(Collectors.toSet());
        List<Phrasing> known = new ArrayList<>();
        List<Phrasing> tried = new ArrayList<>();
        int[] seen = new int[answers];
        for (Phrasing phrasing : phrasings) {
            boolean back = seen[phrasing.answer()]++ % HELD_BACK == HELD_BACK - 1;
            if (back) {
                tried.add(phrasing);
            } else if (!out.contains(phrasing.answer())) {
                known.add(phrasing);
            }
        }
        if (tried.isEmpty() || known.isEmpty()) {
            return new Trust(List.of());
        }
        Matcher matcher = Matcher.train(known, answers);
        return new Trust(tried.stream()
                .map(phrasing -> {
                    Matcher.Guess guess = matcher.guess(phrasing.canonical(), phrasing.vector());
                    return new Trial(
                            guess.confidence(),
                            guess.answer() == phrasing.answer() && !out.contains(phrasing.answer()));
                })
                .sorted(Comparator.comparingDouble(Trial::confidence).reversed())
                .toList());
    }

    /**
     * The least confidence that is enough; {@link #NEVER} if none can be shown to be.
     *
     * @param maxError the part of all questions, 0 to 1, that may get a wrong answer
     */
    public double cut(double maxError) {
        double cut = NEVER;
        int wrong = 0;
        for (Trial trial : trials) {
            wrong += trial.right() ? 0 : 1;
            if (wrong + 1 > maxError * (trials.size() + 1)) {
                break;
            }
            cut = trial.confidence();
        }
        return cut;
    }

    /** On how many trials it rests. */
    int trials() {
        return trials.size();
    }
}
