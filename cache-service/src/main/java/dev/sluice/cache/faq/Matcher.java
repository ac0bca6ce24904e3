package dev.sluice.cache.faq;

import java.util.List;

/**
 * Says which answer a question means: three opinions (logistic regression, votes of the nearest phrasings, naive Bayes over
 * words) agree on a probability. A question that lies far from every phrasing is believed less, however clear the
 * opinions are: they only know how to choose.
 */
public final class Matcher {

    /** How fast belief falls with distance; chosen on questions outside of any intent (CLINC150). */
    private static final double DISTANCE = 2;

    private final int answers;
    private final Linear linear;
    private final Neighbours neighbours;
    private final WordOdds words;

    private Matcher(List<Phrasing> phrasings, int answers) {
        this.answers = answers;
        this.linear = Linear.train(phrasings, answers);
        this.neighbours = new Neighbours(phrasings);
        this.words = new WordOdds(phrasings, answers);
    }

    /**
     * Learns; milliseconds for a hundred phrasings, seconds for thousands.
     *
     * @param phrasings at least one
     * @param answers how many answers there are
     */
    public static Matcher train(List<Phrasing> phrasings, int answers) {
        return new Matcher(phrasings, answers);
    }

    /**
     * The answer that is meant, if any is.
     *
     * @param answer its place in the book
     * @param confidence 0 to 1; what of it is enough, {@link Trust} says
     * @param nearest the nearest phrasings, nearest first
     */
    public record Guess(int answer, double confidence, List<Neighbours.Near> nearest) {}

    /**
     * Guesses.
     *
     * @param canonical the question in its canonical form
     * @param vector its embedding, of length 1
     */
    public Guess guess(String canonical, float[] vector) {
        List<Neighbours.Near> nearest = neighbours.of(vector);
        float[] odds = Odds.agreed(
                Odds.softmax(linear.scores(vector)), Neighbours.odds(nearest, answers), words.odds(canonical));
        int best = Odds.best(odds);
        double confidence = odds[best] * Math.exp(DISTANCE * (nearest.getFirst().cosine() - 1));
        return new Guess(best, confidence, nearest);
    }
}
