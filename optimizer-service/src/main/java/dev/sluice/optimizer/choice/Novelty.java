package dev.sluice.optimizer.choice;

/**
 * Whether a question is unlike all that is known: too far from the nearest known one, or more like what people ask
 * elsewhere (outlier exposure: Hendrycks, Mazeika, Dietterich, ICLR 2019). Either is enough.
 *
 * @param distance farther than this from the nearest known question is novel
 * @param head logistic weights for "a known kind of question", the constant last
 * @param familiar less likely than this to be of a known kind is novel
 */
@SuppressWarnings("ArrayRecordComponent") // numbers that are never compared
public record Novelty(float distance, float[] head, float familiar) {

    /** Whether a question at this place, so far from the nearest known one, is novel. */
    boolean isNovel(float[] place, double nearest) {
        return nearest > distance || familiarity(place) < familiar;
    }

    /** How likely a place is one of a known kind of question, 0 to 1. */
    public double familiarity(float[] place) {
        return likelihood(head, place);
    }

    /** What logistic weights, the constant last, say of a place. */
    public static double likelihood(float[] weights, float[] place) {
        double sum = weights[place.length];
        for (int i = 0; i < place.length; i++) {
            sum += weights[i] * place[i];
        }
        return 1 / (1 + StrictMath.exp(-sum));
    }
}
