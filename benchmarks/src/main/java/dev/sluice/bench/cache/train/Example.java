package dev.sluice.bench.cache.train;

/**
 * A pair to learn from.
 *
 * @param values of the features
 * @param shared whether the two share an answer
 * @param weight how much it counts
 * @param fold the part of the data it belongs to: a model is judged on a part it was not trained on
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody, changed by nobody
public record Example(float[] values, boolean shared, double weight, int fold) {

    /** The same with another weight. */
    Example weighing(double other) {
        return new Example(values, shared, other, fold);
    }
}
