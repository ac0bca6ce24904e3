package dev.sluice.optimizer.choice;

/**
 * Where questions lie: the main axes of their vectors, cut to length 1, and their traits beside.
 *
 * @param mean of the vectors
 * @param axes orthonormal, the main one first
 * @param traitMean of the traits
 * @param traitScale what a trait's distance from its mean is multiplied by
 */
@SuppressWarnings("ArrayRecordComponent") // numbers that are never compared, and too many to copy
public record Space(float[] mean, float[][] axes, float[] traitMean, float[] traitScale) {

    /** How many numbers a place has. */
    public int dimensions() {
        return axes.length + traitMean.length;
    }

    /** The place of a question. */
    public float[] place(float[] vector, String text) {
        float[] place = new float[dimensions()];
        float[] centred = new float[mean.length];
        for (int i = 0; i < mean.length; i++) {
            centred[i] = vector[i] - mean[i];
        }
        double squares = 0;
        for (int axis = 0; axis < axes.length; axis++) {
            float[] direction = axes[axis];
            float sum = 0;
            for (int i = 0; i < centred.length; i++) {
                sum += direction[i] * centred[i];
            }
            place[axis] = sum;
            squares += (double) sum * sum;
        }
        float scale = (float) (1 / Math.max(Math.sqrt(squares), 1e-9));
        for (int axis = 0; axis < axes.length; axis++) {
            place[axis] *= scale;
        }
        double[] traits = Traits.of(text);
        for (int i = 0; i < traits.length; i++) {
            place[axes.length + i] = (float) ((traits[i] - traitMean[i]) * traitScale[i]);
        }
        return place;
    }

    /** The traits of a text, for training. */
    public static double[] traits(String text) {
        return Traits.of(text);
    }
}
