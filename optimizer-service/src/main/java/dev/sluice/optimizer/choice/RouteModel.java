package dev.sluice.optimizer.choice;

/**
 * What was learnt about two models, one cheap and one strong. Holds numbers only, no text.
 *
 * @param encoder the name of the embedding model whose vectors it reads
 * @param space where questions lie
 * @param known questions whose outcome is known
 * @param vocabulary what the words of a question say
 * @param cheapMean how often the cheap model is right, before anything is known of a question
 * @param strongMean the same for the strong model
 * @param cheapCurve calibrates the probability that the cheap model is right
 * @param strongCurve the same for the strong model
 * @param novelty tells questions of which nobody can say
 * @param cuts from the wanted part of the strong model's quality to the gain that is worth a strong call
 */
public record RouteModel(
        String encoder,
        Space space,
        Known known,
        Vocabulary vocabulary,
        float cheapMean,
        float strongMean,
        Steps cheapCurve,
        Steps strongCurve,
        Novelty novelty,
        Steps cuts) {

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
        Words words = Words.of(text, vocabulary.rarity());
        double cheap = cheapMean + near.cheap() + words.times(vocabulary.cheap());
        double strong = strongMean + near.strong() + words.times(vocabulary.strong());
        return new Estimate(
                cheapCurve.at(cheap), strongCurve.at(strong), strong - cheap, novelty.isNovel(place, near.distance()));
    }
}
