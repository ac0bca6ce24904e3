package dev.sluice.optimizer.choice;

/**
 * What was learnt about two models, one cheap and one strong. Holds numbers only, no text.
 *
 * @param encoder the name of the embedding model whose vectors it reads
 * @param space where questions lie
 * @param known questions whose outcome is known
 * @param cheapHead logistic weights for "the cheap model is right", the constant last
 * @param strongHead the same for the strong model
 * @param cheapCurve calibrates the probability that the cheap model is right
 * @param strongCurve the same for the strong model
 * @param novelty tells questions of which nobody can say
 * @param cuts from the wanted part of the strong model's quality to the gain that is worth a strong call
 */
@SuppressWarnings("ArrayRecordComponent") // numbers that are never compared, and too many to copy
public record RouteModel(
        String encoder,
        Space space,
        Known known,
        float[] cheapHead,
        float[] strongHead,
        Steps cheapCurve,
        Steps strongCurve,
        Novelty novelty,
        Steps cuts) {

    /** How much the heads say beside the neighbours. */
    public static final double HEADS = 0.3;

    /**
     * What to expect of a question.
     *
     * @param cheap the probability that the cheap model is right, 0 to 1
     * @param strong the same for the strong model
     * @param gain how much more often the strong one is right, before calibration: what questions are ranked by
     * @param novel whether the question is unlike all that is known
     */
    public record Estimate(double cheap, double strong, double gain, boolean novel) {}

    /** What to expect of a question with this vector. */
    public Estimate estimate(float[] vector, String text) {
        float[] place = space.place(vector, text);
        Known.Near near = known.near(place);
        double cheap = (1 - HEADS) * near.cheap() + HEADS * head(cheapHead, place);
        double strong = (1 - HEADS) * near.strong() + HEADS * head(strongHead, place);
        return new Estimate(
                cheapCurve.at(cheap), strongCurve.at(strong), strong - cheap, novelty.isNovel(place, near.distance()));
    }

    /** What a logistic head says of a place. */
    public static double head(float[] weights, float[] place) {
        double sum = weights[place.length];
        for (int i = 0; i < place.length; i++) {
            sum += weights[i] * place[i];
        }
        return 1 / (1 + StrictMath.exp(-sum));
    }
}
