package dev.sluice.cache.faq;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Answers among which a question chooses, with what was learned from their phrasings. */
final class Section {

    /** Phrasings that a question is compared with one by one. */
    private static final int COMPARED = 5;

    private final List<FaqAnswer> answers;
    private final Map<String, Integer> byCanonical = new HashMap<>();
    private final Matcher matcher;
    private final Trust trust;

    /** Learns; seconds for thousands of phrasings. */
    Section(List<Pages.Page> pages, Meaning meaning) {
        this.answers = pages.stream().map(Pages.Page::answer).toList();
        List<Phrasing> phrasings = new ArrayList<>();
        for (int a = 0; a < pages.size(); a++) {
            List<String> questions = pages.get(a).answer().questions();
            for (int q = 0; q < questions.size(); q++) {
                String canonical = meaning.canonical(questions.get(q));
                byCanonical.putIfAbsent(canonical, a);
                phrasings.add(new Phrasing(
                        a, questions.get(q), canonical, pages.get(a).vectors().get(q)));
            }
        }
        this.matcher = Matcher.train(phrasings, answers.size());
        this.trust = Trust.of(phrasings, answers.size());
    }

    /**
     * What a question means here.
     *
     * @param answer the answer that would be served; absent if none
     * @param because {@code phrasing} for the same words, {@code meaning} for a phrasing that means the same, {@code
     *     intent} for a confident guess, {@code unsure} for no answer
     * @param guessed the answer that fits best, believed or not; absent for the same words
     * @param confidence of the guess, 0 to 1
     * @param needed the least confidence that is enough; over 1 when the phrasings are too few to show any
     * @param phrasing the nearest phrasing of the answer, or of all
     * @param similarity its cosine
     */
    record Reading(
            @Nullable FaqAnswer answer,
            String because,
            @Nullable FaqAnswer guessed,
            double confidence,
            double needed,
            String phrasing,
            double similarity) {}

    /** The same words. */
    Optional<Reading> same(String canonical, String text, Instant now) {
        Integer known = byCanonical.get(canonical);
        if (known == null || !answers.get(known).isAlive(now)) {
            return Optional.empty();
        }
        return Optional.of(new Reading(answers.get(known), "phrasing", null, 1, 1, text, 1));
    }

    Reading read(String text, String canonical, float[] vector, double maxError, Meaning meaning, Instant now) {
        Matcher.Guess guess = matcher.guess(canonical, vector);
        double needed = trust.cut(maxError);
        FaqAnswer guessed = answers.get(guess.answer());
        Neighbours.Near nearest = guess.nearest().stream()
                .filter(near -> near.phrasing().answer() == guess.answer())
                .findFirst()
                .orElse(guess.nearest().getFirst());
        if (guess.confidence() >= needed && guessed.isAlive(now)) {
            return reading(guessed, "intent", guessed, guess, needed, nearest);
        }
        for (Neighbours.Near near :
                guess.nearest().subList(0, Math.min(COMPARED, guess.nearest().size()))) {
            FaqAnswer answer = answers.get(near.phrasing().answer());
            if (answer.isAlive(now) && meaning.isSame(text, near.phrasing().text(), near.cosine())) {
                return reading(answer, "meaning", guessed, guess, needed, near);
            }
        }
        return reading(null, "unsure", guessed, guess, needed, nearest);
    }

    private static Reading reading(
            @Nullable FaqAnswer answer,
            String because,
            FaqAnswer guessed,
            Matcher.Guess guess,
            double needed,
            Neighbours.Near near) {
        return new Reading(
                answer,
                because,
                guessed,
                guess.confidence(),
                needed,
                near.phrasing().text(),
                near.cosine());
    }

    int trials() {
        return trust.trials();
    }

    double needed(double maxError) {
        return trust.cut(maxError);
    }
}
